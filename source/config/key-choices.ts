import type {SettingSource} from './candidates.js';
import {ConfigError} from './problem.js';

/** A command's keys as a file chooses them, by the names that the screen knows. */
type KeyChoice = {
  command: string;
  keys: readonly string[];
  /** Such as `file ./convo-monitor.json:3:5`. */
  origin: string;
};

export type KeyChoices = {choices: readonly KeyChoice[]; errors: readonly ConfigError[]};

/**
 * The keys that our own files choose, `{"keys": {"snapshot": "w", "quit": ["q", "Ctrl-d"]}}`: this project's before the user's,
 * command by command. What cannot be read as a key is an error; a file that is broken is reported with the settings.
 */
export function keyChoicesOf(sources: readonly SettingSource[]): KeyChoices {
  const choices = new Map<string, KeyChoice>();
  const errors: ConfigError[] = [];
  for (const {keys: chosen, keysAt, shown} of sources) {
    const file = `file ${shown}`;
    for (const [command, raw] of entriesOf(chosen, `${file}${keysAt?.value ?? ''}`, errors)) {
      const at = keysAt?.members?.get(command);
      const written = Array.isArray(raw) ? raw : [raw];
      const keys = written.map(each => (typeof each === 'string' ? readKey(each) : undefined));
      const wrong = keys.indexOf(undefined);
      if (wrong >= 0) errors.push(notAKey(command, written[wrong], `${file}${at?.value ?? ''}`));
      else if (!choices.has(command))
        choices.set(command, {command, keys: keys.filter(key => key !== undefined), origin: `${file}${at?.key ?? ''}`});
    }
  }
  return {choices: [...choices.values()], errors};
}

function entriesOf(keys: unknown, origin: string, errors: ConfigError[]): [command: string, raw: unknown][] {
  if (keys === undefined || keys === null) return [];
  if (typeof keys === 'object' && !Array.isArray(keys)) return Object.entries(keys);
  errors.push(new ConfigError('keys', `keys (${origin}) must be an object: write {"keys": {"snapshot": "w"}}.`));
  return [];
}

function notAKey(command: string, raw: unknown, origin: string): ConfigError {
  const said = JSON.stringify(raw)?.slice(0, 40) ?? 'nothing';
  const advice = 'Write a character such as "w", a name such as "F2", "Enter" or "PgDn", or "Ctrl-d"; [] for no key.';
  return new ConfigError('keys', `${said} (keys.${command.slice(0, 40)}, ${origin}) is no key. ${advice}`);
}

/** Names of keys, and other ways in which people write them; all in small letters. */
const names: ReadonlyMap<string, string> = new Map(
  [
    ['Space'],
    ['Enter', 'return'],
    ['Tab'],
    ['S-Tab', 'shift-tab', 'backtab'],
    ['Esc', 'escape'],
    ['Backspace'],
    ['Delete', 'del'],
    ['Insert', 'ins'],
    ['Up', '↑'],
    ['Down', '↓'],
    ['Left', '←'],
    ['Right', '→'],
    ['Home'],
    ['End'],
    ['PgUp', 'pageup'],
    ['PgDn', 'pagedown', 'pgdown'],
    ...Array.from({length: 12}, (_, i) => [`F${i + 1}`]),
  ].flatMap(([name = '', ...others]) => [name, ...others].map(each => [each.toLowerCase(), name] as const)),
);

/** Control with these is another key for every terminal: Backspace, Tab, Enter, Enter. */
const impossible = 'hijm';

/** A key as the screen names it: `w`, `F2`, `C-d` for `Ctrl-d` and `^d`; undefined for what is no key. */
function readKey(written: string): string | undefined {
  const text = written.trim();
  if ([...text].length === 1 && !/[\p{C}\p{Z}\p{M}]/u.test(text)) return names.get(text) ?? text;
  const [, letter] = /^(?:(?:ctrl|control|c)[-+]|\^)([a-z])$/i.exec(text) ?? [];
  if (letter === undefined) return names.get(text.toLowerCase().replace('+', '-'));
  return impossible.includes(letter.toLowerCase()) ? undefined : `C-${letter.toLowerCase()}`;
}
