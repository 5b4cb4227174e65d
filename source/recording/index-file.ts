import {createHash} from 'node:crypto';
import type {Stats} from 'node:fs';
import {type FileHandle, open, rename, unlink} from 'node:fs/promises';
import * as z from 'zod';
import type {RecordingSummary} from '../call/recording-summary.js';

/** The name of what is kept beside a recording, so that it need not be read to say what it holds. */
export const indexOf = (file: string): string => `${file}.index`;

/** Bytes of a recording's beginning that an index knows it by, and those that the first line of an index may have. */
const HEAD = 4096;
const LONGEST_LINE = 1 << 16;

const schema = 'convo-monitor/index@1';
const count = z.int().min(0);
const time = z.number().min(0).max(4e12);

const summary = z.object({
  startedAt: time,
  endedAt: time,
  observations: count,
  calls: count,
  openCalls: count,
  parties: z.array(z.string()),
  endings: z.array(z.string()),
  outcomes: z.record(z.string(), count),
  errors: count,
  warnings: count,
}) satisfies z.ZodType<RecordingSummary>;

const firstLine = z.object({schema: z.literal(schema), of: z.string(), summary});

export type SizeAndTime = Pick<Stats, 'size' | 'mtimeMs'>;

/** What a recording holds, as its index says; undefined where there is none that fits the file as it is now. */
export async function readIndex(file: string, stat: SizeAndTime): Promise<RecordingSummary | undefined> {
  try {
    const [text, of] = await Promise.all([beginning(indexOf(file), LONGEST_LINE), fingerprintOf(file, stat)]);
    const [line = ''] = text.toString('utf8').split('\n', 1);
    const read = firstLine.safeParse(JSON.parse(line));
    return read.success && read.data.of === of ? read.data.summary : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps beside a recording what it holds. What cannot be kept is not: the recording has it all. */
export async function writeIndex(file: string, stat: SizeAndTime, summary: RecordingSummary): Promise<void> {
  const draft = `${indexOf(file)}.${process.pid}`;
  try {
    const line = {schema, of: await fingerprintOf(file, stat), summary};
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(`${JSON.stringify(line)}\n`).finally(() => handle.close());
    await rename(draft, indexOf(file));
  } catch {
    await unlink(draft).catch(() => undefined);
  }
}

/** What tells this state of this file from every other. */
export async function fingerprintOf(file: string, {size, mtimeMs}: SizeAndTime): Promise<string> {
  const hash = createHash('sha256').update(await beginning(file, HEAD));
  return `${size} ${Math.round(mtimeMs)} ${hash.digest('base64url')}`;
}

async function beginning(file: string, bytes: number): Promise<Buffer> {
  const handle: FileHandle = await open(file, 'r');
  try {
    const {buffer, bytesRead} = await handle.read(Buffer.alloc(bytes), 0, bytes, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
