import {readFile, stat} from 'node:fs/promises';
import type {Failure} from '../call/observation.js';
import {whyUnreadable} from '../text/system-error.js';
import {ListenerError} from './error.js';

type NccoFile = {
  /** The file's bytes as they are now, read again when it changed; or why they are no NCCO. Never rejects. */
  load(): Promise<{body: Buffer} | {failure: Failure}>;
};

/** Throws `ListenerError` when there is no such file at the start: a mistyped name should not wait for the first call. */
export async function openNccoFile(file: string): Promise<NccoFile> {
  let version = '';
  let loaded: {body: Buffer} | {failure: Failure};

  async function load(): Promise<typeof loaded> {
    try {
      const {mtimeMs, size, ino} = await stat(file);
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

  const unreadable = (why: string) =>
    new ListenerError('ncco-file', `The NCCO file ${file} cannot be read: ${why}. Correct --ncco.`);
  const found = await stat(file).catch((error: unknown) => {
    throw unreadable(whyUnreadable(error));
  });
  if (found.isDirectory()) throw unreadable('it is a folder');
  loaded = await load();
  return {load};
}

/** Some editors write one; in front of JSON it is an error. */
const withoutByteOrderMark = (body: Buffer): Buffer =>
  body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf ? body.subarray(3) : body;
