import {UsageError} from '../config/problem.js';
import {compareCourses} from '../output/compare/comparison.js';
import {comparisonForms} from '../output/compare/forms.js';
import {maskValue} from '../output/mask.js';
import type {Run} from '../program/options.js';
import {callsInFile, chosenCourse} from '../run/compared.js';
import {formatAsked} from '../run/json-format.js';
import {forStream} from '../run/paint.js';
import {painter} from '../run/painter.js';
import {displayOf, usableConfig} from '../run/start.js';

/**
 * Compares two calls, and says where they part. Returns the exit status: 0 alike, 1 different. Throws `UsageError` where it is not said which calls
 * are meant, and `FileError` as `openReplay` does.
 */
export const run: Run<'diff'> = async (files, flags) => {
  const {call: words = []} = flags;
  const format = formatAsked(flags);
  const [good, bad] = placesOf(files, words);
  const {ascii, mask} = displayOf(usableConfig({...flags, format: undefined}, {tasteOnly: true}));
  const left = await callsInFile(good.file);
  try {
    const right = bad.file === good.file ? left : await callsInFile(bad.file);
    const isOne = right === left;
    try {
      const comparison = compareCourses(
        await chosenCourse(left, good.words, {name: isOne ? undefined : 'GOOD', mask}),
        await chosenCourse(right, bad.words, {name: isOne ? undefined : 'BAD', mask}),
        [good.file, bad.file],
      );
      const shown = mask ? maskValue(comparison) : comparison;
      const text = comparisonForms[format](shown, painter());
      process.stdout.write(format === 'json' ? text : forStream(process.stdout, text, ascii));
      return comparison.alike ? 0 : 1;
    } finally {
      await right.close();
    }
  } finally {
    await left.close();
  }
};

type Place = {file: string; words?: string};

/** Which call of which file is which; one file alone has both. */
function placesOf(files: readonly string[], words: readonly string[]): [Place, Place] {
  const [good, bad = good, extra] = files;
  const [first, second = first] = words;
  if (good === undefined || bad === undefined || extra !== undefined || words.length > 2) throw new UsageError(usage);
  if (files.length === 1 && words.length !== 2)
    throw new UsageError(`${usage} For two calls of one recording: ${both}`);
  if (files.length === 2 && good === '-' && bad === '-')
    throw new UsageError(
      'Standard input can be read once: name a file for one of the two, or give one - with --call twice.',
    );
  return [
    {file: good, words: first},
    {file: bad, words: second},
  ];
}

const usage = 'diff compares two calls: convo-monitor diff GOOD BAD.';
const both = 'convo-monitor diff FILE --call 1 --call 2.';
