import {printable} from '../text/printable.js';

/** A stream that somebody may write to behind our back. */
export type Writer = {readonly isTTY?: boolean | undefined; write(text: string): boolean};

/** What is kept of such writing, characters. */
const LIMIT = 65_536;

/** Text in as many lines as it has, each of them printable. */
export function printableLines(text: string): string {
  return text
    .split('\n')
    .map(line => printable(line, 2000))
    .join('\n');
}

/**
 * While the screen is ours, a warning or a forgotten `console.log` would land in the middle of it. This keeps such writing
 * until `release`, which prints it, escaped. A stream that is not a terminal is left alone.
 *
 * @returns `write`: the way past it, for ourselves
 */
export function holdOutput(stream: Writer): {write: Writer['write']; release(): void} {
  const original = stream.write;
  const write: Writer['write'] = text => original.call(stream, text);
  if (!stream.isTTY) return {write, release: () => {}};
  let held = '';
  stream.write = (text, ...rest: unknown[]) => {
    held = (held + String(text)).slice(-LIMIT);
    const callback = rest.at(-1);
    if (typeof callback === 'function') callback();
    return true;
  };
  return {
    write,
    release() {
      stream.write = original;
      if (held !== '') write(printableLines(held));
      held = '';
    },
  };
}
