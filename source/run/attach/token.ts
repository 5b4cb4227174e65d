import {statSync} from 'node:fs';
import {readTextFile} from '../../config/reader.js';
import {secretIn} from '../../config/secrets.js';
import type {ServeToken} from '../../config/serve-token.js';
import {printable} from '../../text/printable.js';
import {whyUnreadable} from '../../text/system-error.js';

/** What a monitor is told by who attaches. */
export type AttachTokenSource = {
  /** Asked for each connection, because it may be another one by then. Undefined where none is known. */
  token(): string | undefined;
  /** Somebody may write another one at any time where it is read from. */
  isReread?: boolean;
  /** What is to be done where it was refused, a sentence, where more is known than the answer says. */
  ifRefused?(): string;
};

/** Characters. A server takes 16 KiB of headers. */
const LONGEST = 4096;

/** What a header can hold, in one word. */
const sayable = /^[\x21-\x7e\xa1-\xff]+$/;

/** Why a token cannot be said to anybody; undefined where it can. */
export function whyNotSayable(token: string): string | undefined {
  if (token.length > LONGEST) return `holds more than the ${LONGEST} characters that a token may have`;
  return sayable.test(token) ? undefined : 'holds a space, a second line, or a sign that cannot be sent';
}

/**
 * Reads the file that a token was given in for each connection again: a monitor that was started anew may have another one, which somebody writes there. While
 * none can be read there, the one before is given, which may still be right; what is wrong with the file is said where it is not.
 */
export function tokenIn({text, path}: ServeToken): AttachTokenSource {
  // A pipe (`@<(…)`) says its token once.
  if (path === undefined || whyNoFile(path) !== undefined) return {token: () => text};
  const name = printable(path, 300);
  let known = text;
  let why: string | undefined;
  return {
    isReread: true,
    token() {
      const read = readToken(path);
      why = 'why' in read ? read.why : undefined;
      if ('text' in read) known = read.text;
      return known;
    },
    ifRefused: () =>
      why === undefined
        ? `It was read from ${name}, which is read again for each connection: write the new one there.`
        : `${name}, where it is read from, ${why}: the one before was tried. Write the new one there.`,
  };
}

function readToken(path: string): {text: string} | {why: string} {
  const why = whyNoFile(path);
  if (why !== undefined) return {why};
  const content = readTextFile(path);
  if ('missing' in content) return {why: 'is gone'};
  if ('refused' in content) return {why: `cannot be read (${content.refused})`};
  const text = secretIn(content.text);
  if (text === '') return {why: 'is empty'};
  const unsaid = whyNotSayable(text);
  return unsaid === undefined ? {text} : {why: unsaid};
}

/** Why there is nothing to be read, without waiting for whoever writes to a pipe. */
function whyNoFile(path: string): string | undefined {
  try {
    const found = statSync(path, {throwIfNoEntry: false});
    if (found === undefined) return 'is gone';
    return found.isFile() ? undefined : 'is no file';
  } catch (error) {
    return `cannot be read (${whyUnreadable(error)})`;
  }
}
