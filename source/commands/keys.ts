import type {ConfigInput} from '../config/candidates.js';
import {readKeyChoices} from '../config/key-choices.js';
import {ConfigError} from '../config/problem.js';
import {keyTable} from '../output/key-table.js';
import {warningLine} from '../run/warn.js';
import {type Chosen, chooseKeys} from '../store/commands/choose-keys.js';
import type {Model} from '../store/model.js';
import {printable} from '../text/printable.js';

type KeysInput = Omit<ConfigInput, 'flags'>;
type KeysOutput = {out: (text: string) => void; err: (text: string) => void};

/** The keys of our configuration files; `problems` when they cannot be used. */
function chosenKeys(input: KeysInput): Chosen & {problems: readonly string[]} {
  const {choices, errors} = readKeyChoices(input);
  const chosen = chooseKeys(choices);
  return {...chosen, problems: [...errors.map(({message}) => message), ...chosen.clashes]};
}

/** The keys to use on the screen; warns of what to know about them. Throws ConfigError when they clash. */
export function usableKeys(input: KeysInput, warn: (text: string) => void): Model['keys'] {
  const {keys, problems, remarks} = chosenKeys(input);
  const [problem] = problems;
  if (problem !== undefined) throw new ConfigError('keys', problem);
  for (const remark of remarks) warn(remark);
  return keys;
}

/**
 * Prints every command with the keys that are in force. Returns the exit status: 0, or 3 when what was chosen for keys cannot be
 * used.
 */
export function printKeys(format: 'text' | 'markdown' | 'json', input: KeysInput, {out, err}: KeysOutput): 0 | 3 {
  const {keys, problems, remarks} = chosenKeys(input);
  out(keyTable(format, keys));
  for (const remark of remarks) err(warningLine(remark));
  for (const problem of problems) err(`Error: ${printable(problem, 600)}\n`);
  return problems.length > 0 ? 3 : 0;
}
