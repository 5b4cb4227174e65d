import {isUtf8} from 'node:buffer';
import {promisify} from 'node:util';
import {brotliDecompress, gunzip, inflate} from 'node:zlib';
import type {Headers, RawResponse} from '../call/observation.js';
import {excessOfAnswer} from '../text/json-values.js';
import {codeOf} from './error-code.js';

/** The largest answer that is read, in bytes, also when it is unpacked. */
export const mostBytes = 1024 * 1024;

/** How many bytes are kept of a larger one: a host that answers nonsense must not fill the recording. */
const evidenceBytes = 16 * 1024;

type Unpack = (bytes: Buffer, options: {maxOutputLength: number}) => Promise<Buffer>;

/** Never asked for, but a proxy may do it to an answer all the same. */
const packings: Readonly<Record<string, Unpack>> = {
  gzip: promisify(gunzip) as Unpack,
  'x-gzip': promisify(gunzip) as Unpack,
  deflate: promisify(inflate) as Unpack,
  br: promisify(brotliDecompress) as Unpack,
};

/** What came; `excess` says why only its beginning is kept. */
export type Body = {raw: Pick<RawResponse, 'body' | 'encoding' | 'cut'>; excess?: string};

/**
 * The body as text, unpacked; bytes that are not UTF-8 as base64. What is too large, or would take long to read, is cut, and says
 * how large it was as far as is known.
 */
export async function readBody(stream: AsyncIterable<Uint8Array>, headers: Headers): Promise<Body> {
  const {bytes, size} = await unpacked(await received(stream), headers);
  const whole = size > mostBytes ? undefined : text(bytes);
  const excess = whole ? !whole.encoding && excessOfAnswer(whole.body) : 'larger than 1 MiB';
  if (whole && !excess) return {raw: whole};
  const cut = Math.max(size, whole ? 0 : Number(headers['content-length']) || 0);
  return {raw: {...beginning(bytes), cut}, excess: excess || undefined};
}

type Received = {bytes: Buffer; size: number};

async function received(stream: AsyncIterable<Uint8Array>): Promise<Received> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of stream) {
      size += chunk.length;
      chunks.push(chunk);
      if (size > mostBytes) break;
    }
  } catch (error) {
    // The agent's own limit strikes first; what came before it is worth keeping all the same.
    if (codeOf(error) !== 'UND_ERR_RES_EXCEEDED_MAX_SIZE') throw error;
    size = Math.max(size, mostBytes + 1);
  }
  return {bytes: Buffer.concat(chunks), size};
}

/** Bytes that are not packed as they say are left as they came. */
async function unpacked(packed: Received, headers: Headers): Promise<Received> {
  const unpack = packings[headers['content-encoding']?.toLowerCase() ?? ''];
  if (!unpack || packed.size > mostBytes) return packed;
  try {
    const bytes = await unpack(packed.bytes, {maxOutputLength: mostBytes});
    return {bytes, size: bytes.length};
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? {bytes: Buffer.alloc(0), size: mostBytes + 1} : packed;
  }
}

/** In one look at each byte: for two megabytes a TextDecoder takes as long as a webhook may wait. */
function text(bytes: Buffer): Pick<RawResponse, 'body' | 'encoding'> {
  if (isUtf8(bytes)) return {body: bytes.toString('utf8').replace(/^\uFEFF/, '')};
  return {body: bytes.toString('base64'), encoding: 'base64'};
}

/** Of what is too large, some. A character that the cut goes through is no reason to call the rest binary. */
function beginning(bytes: Buffer): Pick<RawResponse, 'body' | 'encoding'> {
  const some = bytes.subarray(0, evidenceBytes);
  try {
    return {body: new TextDecoder('utf-8', {fatal: true}).decode(some, {stream: true})};
  } catch {
    return text(some);
  }
}
