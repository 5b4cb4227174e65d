import {printable} from '../terminal/text.js';

const said: string[] = [];

/** Says on standard error what is not as it should be, though the program goes on. */
export function warn(text: string): void {
  const shown = printable(text, 600);
  said.push(shown);
  process.stderr.write(`Warning: ${shown}\n`);
}

/** What was said so far: a screen that covers standard error says it again. */
export function warnings(): readonly string[] {
  return said;
}
