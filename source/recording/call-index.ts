import {open, readFile, rename, unlink} from 'node:fs/promises';
import type {ScannedCall} from './call-scan.js';
import {fingerprintOf, type SizeAndTime} from './index-file.js';

/** The name of the list of a large recording's calls, which is kept beside it. */
export const callIndexOf = (file: string): string => `${file}.calls`;

const SCHEMA = 'convo-monitor/calls@1';

/** The calls of a recording, as the list beside it says; undefined where there is none that fits the file as it is now. */
export async function readCallIndex(file: string, stat: SizeAndTime): Promise<ScannedCall[] | undefined> {
  try {
    const [head, ...lines] = (await readFile(callIndexOf(file), 'utf8')).split('\n');
    if (head !== (await headOf(file, stat))) return undefined;
    lines.pop();
    // One text for all is parsed in a third of the time.
    const rows: unknown = JSON.parse(`[${lines.join(',')}]`);
    const calls = Array.isArray(rows) ? rows.map(callIn) : [];
    return calls.every(call => call !== undefined) ? calls : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps beside a recording which calls it has. What cannot be kept is found again. */
export async function writeCallIndex(file: string, stat: SizeAndTime, calls: readonly ScannedCall[]): Promise<void> {
  const draft = `${callIndexOf(file)}.${process.pid}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.write(`${await headOf(file, stat)}\n`);
      for (let at = 0; at < calls.length; at += MANY)
        await handle.write(
          calls
            .slice(at, at + MANY)
            .map(rowOf)
            .join(''),
        );
    } finally {
      await handle.close();
    }
    await rename(draft, callIndexOf(file));
  } catch {
    await unlink(draft).catch(() => undefined);
  }
}

/** Calls that are written at once. */
const MANY = 5000;

async function headOf(file: string, stat: SizeAndTime): Promise<string> {
  return JSON.stringify({schema: SCHEMA, of: await fingerprintOf(file, stat)});
}

function rowOf({id, startedAt, endedAt, from, to, status, places}: ScannedCall): string {
  // What is undefined is null in a list.
  return `${JSON.stringify([id, startedAt, endedAt, from, to, status, places])}\n`;
}

function callIn(row: unknown): ScannedCall | undefined {
  if (!Array.isArray(row)) return undefined;
  const [id, startedAt, endedAt, from, to, status, places]: unknown[] = row;
  if (typeof id !== 'string' || !isNumber(startedAt) || !isNumber(endedAt) || !areParts(places)) return undefined;
  return {id, startedAt, endedAt, from: textOf(from), to: textOf(to), status: textOf(status), places};
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && value >= 0;

const areParts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length % 2 === 0 && value.every(isNumber);

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
