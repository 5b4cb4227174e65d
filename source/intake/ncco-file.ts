import type {Stats} from 'node:fs';
import {readFile, stat} from 'node:fs/promises';
import type {Failure} from '../call/observation.js';
import {whyUnreadable} from '../text/system-error.js';
import {ListenerError} from './error.js';

type NccoFile = {
  /** The file's bytes as they are now, read again when it changed; or why they are no NCCO. Never rejects. */
  load(): Promise<{body: Buffer} | {failure: Failure}>;
};

/** Bytes; the largest NCCO seen has a few thousand. */
const MOST_BYTES = 1024 * 1024;

/**
 * What an NCCO file is like now. It is read again and again, and a pipe has its bytes once, a device no end of them. Throws an
 * Error that says why it cannot be read (`whyUnreadable`).
 */
async function statNcco(file: string): Promise<Stats> {
  const found = await stat(file);
  if (found.isDirectory()) throw new Error('it is a folder');
  if (!found.isFile()) throw new Error('it is a device or a pipe, not a file');
  if (found.size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
  return found;
}

/** The text of an NCCO file. Throws as `statNcco` does. */
export async function readNccoFile(file: string): Promise<string> {
  await statNcco(file);
  return readFile(file, 'utf8');
}

/** Throws `ListenerError` when there is no such file at the start: a mistyped name should not wait for the first call. */
export async function openNccoFile(file: string): Promise<NccoFile> {
  let version = '';
  let loaded: {body: Buffer} | {failure: Failure};

  async function load(): Promise<typeof loaded> {
    try {
      const {mtimeMs, size, ino} = await statNcco(file);
      const current = `${mtimeMs} ${size} ${ino}`;
      if (current === version) return loaded;
      const body = withoutByteOrderMark(await readFile(file));
      loaded = judge(body);
      version = current;
    } catch (error) {
      version = '';
      const text = `${file} cannot be read: ${whyUnreadable(error)}. Callers hear a spoken default until it is back.`;
      loaded = {failure: {code: 'ncco-file', text}};
    }
    return loaded;
  }

  function judge(body: Buffer): typeof loaded {
    const failed = (what: string): typeof loaded => ({
      failure: {code: 'ncco-file', text: `${file} ${what}. Callers hear a spoken default until it is corrected.`},
    });
    try {
      const value: unknown = JSON.parse(body.toString('utf8'));
      return Array.isArray(value) ? {body} : failed('is JSON, but an NCCO is an array of actions');
    } catch (error) {
      return failed(`is not JSON: ${(error as Error).message}`);
    }
  }

  await statNcco(file).catch((error: unknown) => {
    const why = whyUnreadable(error);
    throw new ListenerError('ncco-file', `The NCCO file ${file} cannot be read: ${why}. Correct --ncco.`);
  });
  loaded = await load();
  return {load};
}

/** Some editors write one; in front of JSON it is an error. */
const withoutByteOrderMark = (body: Buffer): Buffer =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
