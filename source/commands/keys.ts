import type {ConfigInput} from '../config/candidates.js';
import {resolveConfig} from '../config/resolve.js';
import {keyTable} from '../output/key-table.js';
import type {Flags, Run} from '../program/options.js';
import {chosenKeys} from '../run/chosen-keys.js';
import {formatAsked} from '../run/json-format.js';
import {configInput} from '../run/start.js';
import {streams} from '../run/streams.js';
import {warningLine} from '../run/warn.js';
import {printable} from '../text/printable.js';

type KeysOutput = {out: (text: string) => void; err: (text: string) => void};

export const run: Run<'keys'> = async (_, flags) => printKeys(formatAsked(flags), configInput({}), streams);

/**
 * Prints every command with the keys that are in force. Returns the exit status: 0, or 2 when what was chosen for keys cannot be
 * used.
 */
export function printKeys(format: Flags<'keys'>['format'], input: ConfigInput, {out, err}: KeysOutput): 0 | 2 {
  const {keys, problems, remarks} = chosenKeys(resolveConfig(input).keys);
  out(keyTable(format ?? 'text', keys));
  for (const remark of remarks) err(warningLine(remark));
  for (const problem of problems) err(`Error: ${printable(problem, 600)}\n`);
  return problems.length > 0 ? 2 : 0;
}
