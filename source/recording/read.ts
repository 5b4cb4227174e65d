import * as z from 'zod';
import {RECORDING_ID} from './id.js';
import {type Header, isExcessive} from './line.js';
import type {Observed} from './observed.js';
import {asObservation} from './schema.js';
import {type UpgradeStep, upgradeOf} from './upgrade.js';

/** Something in a recording that is not an observation. The rest is read all the same. */
export type Notice = {
  /** From 1. */
  line: number;
  code: 'torn' | 'not-json' | 'not-an-observation' | 'too-long' | 'no-header' | 'other-schema';
  /** One sentence for people, such as `Line 7 is not JSON: it was left out.` */
  text: string;
};

type Options = {
  onNotice?: (notice: Notice) => void;
  /** Where several recordings stand one behind the other in a file, each is told of in front of its first batch. */
  onHeader?: (header: Header) => void;
  /** Bytes that one line may have; 16 MiB when not given. A longer line is left out and reported. */
  lineLimit?: number;
};

const header = z.object({
  schema: z.string(),
  id: z.string().regex(RECORDING_ID).optional().catch(undefined),
  started: z.string().catch(''),
  version: z.string().catch(''),
});
const newline = 10;

/**
 * The observations of a recording, in the order recorded, in batches as large as the blocks that were read.
 * Nothing in the bytes makes it throw, only what cannot be read does; what is not an observation goes to `onNotice`. Each block
 * must have a buffer of its own, because lines that span two are kept until they are whole.
 */
export async function* readRecording(
  blocks: AsyncIterable<Uint8Array>,
  options: Options = {},
): AsyncGenerator<Observed[]> {
  const {onNotice = () => undefined, onHeader = () => undefined, lineLimit = 16 * 1024 * 1024} = options;
  /** Of a line that is not whole yet. */
  let parts: Buffer[] = [];
  let length = 0;
  let number = 0;
  let offset = 0;
  let upgrade: UpgradeStep | undefined;

  function take(end: boolean): Observed | Header | undefined {
    number++;
    const at = offset;
    const size = length;
    const line = size > lineLimit ? undefined : parts.length === 1 ? parts[0] : Buffer.concat(parts);
    offset += size + 1;
    parts = [];
    length = 0;
    if (!line) {
      const limit = `Line ${number} is longer than ${lineLimit} bytes: it was left out.`;
      return void onNotice({line: number, code: 'too-long', text: limit});
    }
    const text = line.toString('utf8').trim();
    const read = readLine(text, number, end, upgrade);
    if (read === undefined) return undefined;
    // The line in the file is an older version's, so the observation is kept in memory instead of being read back.
    if ('observation' in read && upgrade) return {observation: read.observation};
    if ('observation' in read) return {observation: read.observation, offset: at, length: size};
    if ('notice' in read && read.notice) onNotice(read.notice);
    if (!('header' in read)) return undefined;
    upgrade = read.upgrade;
    return read.header;
  }

  for await (const block of blocks) {
    const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    let batch: Observed[] = [];
    for (let start = 0; start < bytes.length; ) {
      const end = bytes.indexOf(newline, start);
      const part = bytes.subarray(start, end < 0 ? bytes.length : end);
      length += part.length;
      if (length <= lineLimit) parts.push(part);
      else parts = [];
      if (end < 0) break;
      const taken = take(false);
      start = end + 1;
      if (taken && 'observation' in taken) batch.push(taken);
      else if (taken) {
        if (batch.length > 0) yield batch;
        batch = [];
        onHeader(taken);
      }
    }
    if (batch.length > 0) yield batch;
  }
  if (length > 0) {
    const last = take(true);
    if (last && 'observation' in last) yield [last];
    else if (last) onHeader(last);
  }
}

/** How the first line of a recording begins, whichever version wrote it. */
const BEGINNING = '{"schema":"convo-monitor/recording@';

type Read =
  | {observation: NonNullable<Observed['observation']>}
  | {header: Header; upgrade?: UpgradeStep; notice?: Notice}
  | {notice: Notice};

function readLine(text: string, line: number, end: boolean, upgrade: UpgradeStep = value => value): Read | undefined {
  const notice = (code: Notice['code'], what: string): Read => ({notice: {line, code, text: `Line ${line} ${what}.`}});
  if (text === '') return undefined;
  if (isExcessive(text)) return notice('too-long', 'holds more than any observation: it was left out');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return end
      ? notice('torn', 'is the last one and was torn: it was left out, as after a crash')
      : notice('not-json', 'is not JSON: it was left out');
  }
  const head = line === 1 || text.startsWith(BEGINNING) ? header.safeParse(value) : undefined;
  if (head?.success) {
    const {told, ...way} = upgradeOf(head.data);
    return {
      header: head.data,
      ...way,
      ...(told && {notice: {line, code: 'other-schema', text: `Line ${line} ${told}.`}}),
    };
  }
  const observation = asObservation(upgrade(value));
  if (typeof observation !== 'string') return {observation};
  return notice(line === 1 ? 'no-header' : 'not-an-observation', observation);
}
