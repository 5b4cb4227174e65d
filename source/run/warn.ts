import {isInForeground} from '../terminal/foreground.js';
import {printable} from '../text/printable.js';
import {hideSecrets} from '../text/secrets.js';
import {forStream} from './paint.js';

const said: string[] = [];

/** A warning as the line that standard error gets. */
export function warningLine(text: string): string {
  return `Warning: ${printable(hideSecrets(text), 600)}\n`;
}

/** What waits to be said, where that is to be held back. */
let held: string[] | undefined;

/** Says on standard error what is not as it should be, though the program goes on. */
export function warn(text: string): void {
  said.push(text);
  const line = forStream(process.stderr, warningLine(text));
  if (held && process.stderr.isTTY && !isInForeground()) held.push(line);
  else process.stderr.write(line);
}

/**
 * From now on nothing is said to a terminal from the background, for which it may stop the whole job (`stty tostop`): until it is known who
 * has the terminal, and at the end of the program at the latest.
 */
export function holdWarnings(): void {
  if (held) return;
  held = [];
  process.once('exit', sayWarnings);
}

/** Says what was held back. */
export function sayWarnings(): void {
  for (const line of held?.splice(0) ?? []) process.stderr.write(line);
  held = undefined;
}

/** What was said so far: a screen that covers standard error says it again. */
export function warnings(): readonly string[] {
  return said;
}
