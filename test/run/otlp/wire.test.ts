import {readFileSync} from 'node:fs';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {callSpans} from '../../../source/output/otel/call.js';
import {calls, histograms, pointsOf} from '../../../source/output/otel/figures.js';
import {maskedSpan} from '../../../source/output/otel/masked.js';
import {createWire} from '../../../source/run/otlp/wire.js';
import {callsOf} from '../../../source/world/read/calls.js';
import {figuresOfCall} from '../../../source/world/read/stats.js';
import {tracesSchema} from '../../helpers/collector.js';
import {mutantsOf, tries} from '../../helpers/mutants.js';
import {observationsIn, recordedScenarios} from '../../helpers/recorded-scenarios.js';
import {worldOf} from '../../output/seed-call.js';
import {readAll} from '../../recording/examples.js';

/** Sends nothing, and reads what would be sent: every call is a trace that hangs together, in times that a collector takes. */
async function hangTogether(observations: readonly Observation[]): Promise<number> {
  const wire = createWire('1.2.3', 'test');
  const all = callsOf(worldOf(observations));
  for (const call of all) {
    wire.record(pointsOf(figuresOfCall(call), undefined));
    const sent = JSON.parse(new TextDecoder().decode(wire.traces(callSpans(call).map(maskedSpan))));
    const spans = tracesSchema.parse(sent).resourceSpans.flatMap(each => each.scopeSpans.flatMap(scope => scope.spans));
    const ids = new Set(spans.map(({spanId}) => spanId));
    expect(ids.size).toBe(spans.length);
    expect(spans.filter(({parentSpanId}) => !ids.has(parentSpanId ?? ''))).toHaveLength(1);
    for (const {startTimeUnixNano, endTimeUnixNano} of spans) {
      expect(startTimeUnixNano).toBeGreaterThanOrEqual(0);
      expect(endTimeUnixNano).toBeGreaterThanOrEqual(startTimeUnixNano);
      expect(endTimeUnixNano).toBeLessThan(2 ** 64 / 1e6);
    }
  }
  await wire.metrics();
  return all.length;
}

describe('what is sent', () => {
  it.each(recordedScenarios)('of $name is whole', async ({file}) => {
    expect(await hangTogether(await observationsIn(file))).toBeGreaterThan(0);
  });

  it('is whole whatever a recording says', async () => {
    const file = new URL('../../recording/old/v1-busy.ndjson', import.meta.url);
    const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
    await fc.assert(
      fc.asyncProperty(mutantsOf(lines), async mutants => {
        const bytes = (async function* () {
          yield Buffer.from(`${header}\n${mutants.join('\n')}\n`);
        })();
        const {observed} = await readAll(bytes);
        await hangTogether(observed.map(({observation}) => observation));
      }),
      tries(150),
    );
  });
});

it('README.md has each metric with its unit and its buckets', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `(vonage\.[\w.]+)` \| (\S+) \| .+ \| (.+) \|$/gm)].map(([, ...cells]) => cells);
  expect(rows).toEqual([
    [calls.name, calls.unit, '–'],
    ...Object.values(histograms).map(({name, unit, bounds}) => [name, unit, `${bounds[0]} … ${bounds.at(-1)}`]),
  ]);
});
