import {describe, expect, it} from 'vitest';
import {compareCourses} from '../../../source/output/compare/comparison.js';
import {comparisonSchema} from '../../../source/output/compare/comparison-schema.js';
import {comparisonForms} from '../../../source/output/compare/forms.js';
import {observationsIn, recordedScenarios} from '../../helpers/recorded-scenarios.js';
import {courseIn, differing} from './compared.js';

/** A good call, and one that came to something else. The files in kept/ were read line by line; `-u` writes them again. */
const pairs = [
  ['answered', 'busy'],
  ['answered', 'timeout'],
  ['answered', 'rejected'],
  ['answered', 'websocket'],
  ['answered', 'fallback'],
  ['ivr', 'silence'],
  ['ivr', 'speech'],
  ['human', 'voicemail'],
  ['voicemail', 'beep'],
  ['timeout', 'two-callees'],
  ['busy', 'synchronous'],
  ['record', 'record-call'],
  ['transfer', 'conference'],
  ['talk', 'ncco-error'],
] as const;

const courses = new Map(
  await Promise.all(
    recordedScenarios.map(async ({name, file}) => [name, courseIn(await observationsIn(file))] as const),
  ),
);

function courseOf(name: string) {
  const course = courses.get(name);
  if (!course) throw new Error(`no recording of ${name}`);
  return course;
}

describe('scenarios compared', () => {
  it.each(pairs)('%s with %s reads as it was read', async (good, bad) => {
    const comparison = compareCourses(courseOf(good), courseOf(bad), [`${good}.ndjson`, `${bad}.ndjson`]);
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    expect(comparison.alike).toBe(false);
    await expect(comparisonForms.text(comparison, (_, text) => text)).toMatchFileSnapshot(`kept/${good}--${bad}.txt`);
  });

  it.each([...courses.keys()])('%s is like itself', name => {
    expect(compareCourses(courseOf(name), courseOf(name))).toMatchObject({
      alike: true,
      counts: {differences: 0, aside: 0},
    });
  });

  it('have as many differences the other way round, each with its opposite sign', () => {
    const turned: Record<string, string> = {'-': '+', '+': '-', '~': '~'};
    for (const [good, bad] of pairs) {
      const [there, back] = [
        compareCourses(courseOf(good), courseOf(bad)),
        compareCourses(courseOf(bad), courseOf(good)),
      ];
      const signs = (found: readonly string[]) => found.map(each => each.charAt(0));
      expect(signs(differing(back)).sort(), `${good} ${bad}`).toEqual(
        signs(differing(there))
          .map(sign => turned[sign])
          .sort(),
      );
    }
  });
});
