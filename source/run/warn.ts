import {printable} from '../text/printable.js';
import {hideSecrets} from '../text/secrets.js';
import {forStream} from './paint.js';

const said: string[] = [];

/** A warning as the line that standard error gets. */
export function warningLine(text: string): string {
  return `Warning: ${printable(hideSecrets(text), 600)}\n`;
}

/** Says on standard error what is not as it should be, though the program goes on. */
export function warn(text: string): void {
  said.push(text);
  process.stderr.write(forStream(process.stderr, warningLine(text)));
}

/** What was said so far: a screen that covers standard error says it again. */
export function warnings(): readonly string[] {
  return said;
}
