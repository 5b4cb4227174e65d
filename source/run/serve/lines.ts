import {maskValue} from '../../output/mask.js';
import {type GrownUntil, growing} from '../../recording/grow.js';
import {seqAt} from '../../recording/line.js';
import {wentOnInLines} from '../../recording/went-on.js';
import {jsonIn} from '../../text/json-in.js';

type Asked = {
  isLast?: () => boolean;
  /** Whenever all that is there has been given. */
  onCaughtUp?: () => void;
};

/**
 * The lines of a recording behind those up to `after`, whole, several at a time, as they are written, until the signal comes or the file is gone. Nothing of them
 * is parsed: whoever reads slowly costs no more than the file that stays open. Where it goes on in another file, so does this. Once `isLast` says that nothing more
 * is written, it ends with the last line.
 */
export async function* recordedLines(
  file: string,
  after: number,
  given: AbortSignal,
  {isLast = () => false, onCaughtUp: told = () => undefined}: Asked = {},
): AsyncGenerator<Buffer> {
  const ended = new AbortController();
  const signal = AbortSignal.any([given, ended.signal]);
  const onCaughtUp = (): void => {
    told();
    if (isLast()) ended.abort();
  };
  let name: string | undefined = file;
  let isBehind = after > 0;
  while (name !== undefined && !signal.aborted) {
    let rest: Buffer = Buffer.alloc(0);
    let next: string | undefined;
    let why: GrownUntil | undefined;
    const onEnd = (end: GrownUntil): void => {
      why = end;
    };
    for await (const bytes of growing(name, {signal, onCaughtUp, onEnd})) {
      const block = Buffer.concat([rest, bytes]);
      const end = block.lastIndexOf(10) + 1;
      rest = block.subarray(end);
      let whole = block.subarray(0, end);
      if (isBehind) {
        const from = firstAfter(whole, after);
        isBehind = from === undefined;
        whole = whole.subarray(from ?? whole.length);
      }
      if (whole.length === 0) continue;
      next = wentOnInLines(whole);
      yield whole;
      if (next !== undefined) break;
    }
    // What was deleted or replaced has nobody who writes to it.
    name = why === undefined ? next : undefined;
  }
}

/** Where the first line stands that is behind those; undefined where none does. */
function firstAfter(lines: Buffer, after: number): number | undefined {
  for (let from = 0; from < lines.length; ) {
    if ((seqAt(lines, from) ?? 0) > after) return from;
    from = lines.indexOf(10, from) + 1;
  }
  return undefined;
}

/** Lines of a recording without their phone numbers. What is no JSON is left out: nobody can tell what it holds. */
export function maskedLines(lines: Buffer): Buffer {
  const masked = lines
    .toString('utf8')
    .split('\n')
    .flatMap(line => {
      const value = jsonIn(line);
      return value === undefined ? [] : [`${JSON.stringify(maskValue(value))}\n`];
    });
  return Buffer.from(masked.join(''));
}
