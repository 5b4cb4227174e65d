import {configInput} from '../commands/config.js';
import {readKeyChoices} from '../config/key-choices.js';
import {resolveConfig} from '../config/resolve.js';
import type {Model} from '../store/model.js';
import type {Theme} from '../store/view-state.js';
import {printable, repeat, safe, widthOf} from '../text/printable.js';
import {UsageError} from './exit.js';
import {warn} from './warn.js';

type ScreenFlags = {keys: Model['keys']; theme?: Theme};

/**
 * What the screen takes from flags and files, looked at before anything listens or is recorded. Throws `UsageError` for a filter
 * that cannot be read, with its place, and `ConfigError` for keys that clash and for a theme that there is not. What knows
 * filters and keys is loaded only for those who chose some: the listener waits for this.
 */
export async function screenFlags(flags: {filter?: string; theme?: string}): Promise<ScreenFlags> {
  const {filter, theme} = flags;
  if (filter !== undefined) await checkFilter(filter);
  const {settings, errors} = resolveConfig(configInput({theme}));
  const wrong = errors.find(({about}) => about.setting === 'theme');
  if (wrong) throw wrong;
  return {keys: await chosenKeys(), theme: settings.theme?.value};
}

async function chosenKeys(): Promise<Model['keys']> {
  const input = configInput({});
  const {choices, errors} = readKeyChoices(input);
  if (choices.length === 0 && errors.length === 0) return new Map();
  const {usableKeys} = await import('../commands/keys.js');
  return usableKeys(input, warn);
}

async function checkFilter(text: string): Promise<void> {
  const {parseFilter} = await import('../filter/parse.js');
  const [wrong] = parseFilter(text).errors;
  if (!wrong) return;
  const shown = printable(text, 1000);
  const before = repeat(safe` `, widthOf(printable(text.slice(0, wrong.from), 1000)));
  const below = repeat(safe`^`, Math.max(1, widthOf(printable(text.slice(wrong.from, wrong.to), 1000))));
  process.stderr.write(`  ${shown}\n  ${before}${below}\n`);
  throw new UsageError(`--filter, at character ${wrong.from + 1}: ${wrong.text}`);
}
