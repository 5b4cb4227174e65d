import {UsageError} from '../config/problem.js';
import type {Filter} from '../filter/filter.js';
import {printable, repeat, safe, widthOf} from '../text/printable.js';

/** A filter as it was written behind a flag; undefined for an empty one. Throws `UsageError` for one that cannot be understood, and shows where. */
export async function filterOf(text: string, flag = '--filter'): Promise<Filter | undefined> {
  const {parseFilter} = await import('../filter/parse.js');
  const {filter, errors} = parseFilter(text);
  const [wrong] = errors;
  if (!wrong) return filter;
  const shown = printable(text, 1000);
  const before = repeat(safe` `, widthOf(printable(text.slice(0, wrong.from), 1000)));
  const below = repeat(safe`^`, Math.max(1, widthOf(printable(text.slice(wrong.from, wrong.to), 1000))));
  process.stderr.write(`  ${shown}\n  ${before}${below}\n`);
  throw new UsageError(`${flag}, at character ${wrong.from + 1}: ${wrong.text}`);
}
