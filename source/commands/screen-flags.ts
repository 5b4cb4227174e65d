import {resolveConfig} from '../config/resolve.js';
import {parseFilter} from '../store/filter/parse.js';
import type {Model} from '../store/model.js';
import type {Theme} from '../store/view-state.js';
import {printable, repeat, safe, widthOf} from '../terminal/text.js';
import {configInput} from './config.js';
import {UsageError} from './exit.js';
import {usableKeys} from './keys.js';

/**
 * What the screen takes from flags and files, looked at before anything listens or is recorded. Throws `UsageError` for a filter
 * that cannot be read, with its place, and `ConfigError` for keys that clash and for a theme that there is not.
 */
export function screenFlags({filter, theme}: {filter?: string; theme?: string}): {keys: Model['keys']; theme?: Theme} {
  if (filter !== undefined) checkFilter(filter);
  const {settings, errors} = resolveConfig(configInput({theme}));
  const wrong = errors.find(({about}) => about.setting === 'theme');
  if (wrong) throw wrong;
  return {keys: usableKeys(configInput({}), text => void process.stderr.write(text)), theme: settings.theme?.value};
}

function checkFilter(text: string): void {
  const [wrong] = parseFilter(text).errors;
  if (!wrong) return;
  const shown = printable(text, 1000);
  const before = repeat(safe` `, widthOf(printable(text.slice(0, wrong.from), 1000)));
  const below = repeat(safe`^`, Math.max(1, widthOf(printable(text.slice(wrong.from, wrong.to), 1000))));
  process.stderr.write(`  ${shown}\n  ${before}${below}\n`);
  throw new UsageError(`--filter, at character ${wrong.from + 1}: ${wrong.text}`);
}
