import type {Action} from '../../simulator/index.js';
import {printable} from '../../text/printable.js';
import {hideSecrets} from '../../text/secrets.js';
import {messageOf} from '../../text/system-error.js';

/** Characters of a line that are printed. */
const longest = 400;

/** What an error says. */
export function errorText(error: unknown, length = longest): string {
  return printable(messageOf(error), length);
}

/** Why a sound cannot be used. */
export const noSound = (error: TypeError): string =>
  `--audio cannot be used: ${errorText(error)} Give a WAV file with 16-bit samples.`;

/** Prints a line for each action, where standard output is for people. */
export function printed({json}: {json?: boolean}, out: (text: string) => void): (action: Action) => void {
  return json ? () => undefined : action => out(`${hideSecrets(lineOf(action))}\n`);
}

function lineOf({at, kind, text}: Action): string {
  return `${new Date(at).toISOString().slice(11, 23)} ${kind.padEnd(7)} ${printable(text, longest)}`;
}
