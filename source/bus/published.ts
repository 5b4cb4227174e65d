import {open, readFile, rename, unlink} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import * as z from 'zod';
import {RECORDING_ID} from '../recording/id.js';
import {jsonIn} from '../text/json-in.js';
import type {Position} from './follow.js';
import {MOST_SHARDS} from './shards.js';
import {isPlain, NONE} from './subject.js';

/** Who publishes a recording: the first tokens of its subjects. */
export type Names = {team: string; application: string; listener: string};

/** How far a recording is on the bus. */
export type Published = {
  recording: string;
  /** Up to here the server has acknowledged everything. */
  position: Position;
  /** The streams that have it, one or that of each shard: when it was made, and the highest number that anything of the recording has in it. */
  streams?: {created: string; seq: number}[];
  names: Names;
};

const SCHEMA = 'convo-monitor/published@1';

const name = z.string().refine(text => text === NONE || isPlain(text));
const count = z.int().min(0);
const stream = z.object({created: z.string().max(100), seq: count});
const shape = z.object({
  schema: z.literal(SCHEMA),
  recording: z.string().regex(RECORDING_ID),
  file: z.string().refine(text => text !== '' && basename(text) === text),
  offset: count,
  seq: count,
  stream: z.union([stream.transform(only => [only]), z.array(stream).max(MOST_SHARDS)]).optional(),
  names: z.object({team: name, application: name, listener: name}),
});

/** The name of what says beside a recording how far it is on the bus. */
export const publishedOf = (file: string): string => `${file}.bus`;

/** How far a recording was published; undefined where nothing says so. */
export async function readPublished(file: string): Promise<Published | undefined> {
  const read = shape.safeParse(jsonIn(await readFile(publishedOf(file), 'utf8').catch(() => '')));
  if (!read.success) return undefined;
  const {recording, file: part, offset, seq, stream: streams, names} = read.data;
  return {recording, position: {file: join(dirname(file), part), offset, seq}, streams, names};
}

/** Keeps it. What cannot be kept is sent once more, and the server knows it. Never rejects. */
export async function writePublished(file: string, {recording, position, streams, names}: Published): Promise<void> {
  const draft = `${publishedOf(file)}.${process.pid}`;
  const {offset, seq} = position;
  const stream = streams?.length === 1 ? streams[0] : streams;
  const text = JSON.stringify({schema: SCHEMA, recording, file: basename(position.file), offset, seq, stream, names});
  try {
    await unlink(draft).catch(() => undefined);
    const handle = await open(draft, 'wx', 0o600);
    await handle.writeFile(`${text}\n`).finally(() => handle.close());
    await rename(draft, publishedOf(file));
  } catch {
    await unlink(draft).catch(() => undefined);
  }
}
