import {createReadStream} from 'node:fs';
import {lstat, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {isWebhook, type Route} from '../call/observation.js';
import type {SignatureResult} from '../call/signature-result.js';
import {asText} from '../vonage/loose.js';
import {readFields} from '../vonage/webhook.js';
import {readRecording} from './read.js';

/** The last webhook that came to a route. */
export type LastWebhook = {
  /** ms since the epoch. */
  at: number;
  /** Absent where signatures were not checked. */
  signature?: SignatureResult['state'];
};

export type LastWebhooks = {
  routes: Partial<Record<Route, LastWebhook>>;
  /** Where the last call lives, as its answer webhook said. */
  regionUrl?: string;
};

/** Bytes at the end of a recording that are looked at: some thousand webhooks. */
const END = 2 * 1024 * 1024;

/** Recordings that are looked at, the newest first. */
const MOST_FILES = 5;

/** The last webhook of each route in a recording, or in the newest ones of a folder that were not packed. Never throws: what cannot be read holds none. */
export async function lastWebhooks({folder, file}: {folder: string; file?: string}): Promise<LastWebhooks> {
  const found: LastWebhooks = {routes: {}};
  for (const each of file === undefined ? await newestIn(folder) : [file]) {
    await lookThrough(each, found).catch(() => undefined);
    if (found.routes.answer && found.routes.event) break;
  }
  return found;
}

async function newestIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.ndjson'));
  const files = await Promise.all(
    names.map(async name => {
      const file = join(folder, name);
      // A link may lead anywhere: it is none.
      const stat = await lstat(file).catch(() => undefined);
      return {file, at: stat?.isFile() ? stat.mtimeMs : 0};
    }),
  );
  return files
    .filter(({at}) => at > 0)
    .sort((a, b) => b.at - a.at)
    .slice(0, MOST_FILES)
    .map(({file}) => file);
}

/** A line that is cut off where the reading begins is none. */
async function lookThrough(file: string, found: LastWebhooks): Promise<void> {
  const {size} = await lstat(file);
  const blocks = createReadStream(file, {start: Math.max(0, size - END), highWaterMark: 1 << 20});
  let [regionUrl, regionAt] = [found.regionUrl, found.regionUrl === undefined ? 0 : Number.POSITIVE_INFINITY];
  for await (const batch of readRecording(blocks)) {
    for (const {observation} of batch) {
      if (!isWebhook(observation)) continue;
      const {source, at, raw, signature} = observation;
      if (at >= (found.routes[source]?.at ?? 0))
        found.routes[source] = {at, ...(signature && {signature: signature.state})};
      if (source !== 'answer' || at < regionAt) continue;
      const fields = readFields(raw);
      const url = typeof fields === 'string' ? undefined : asText(fields.region_url);
      if (url !== undefined) [regionUrl, regionAt] = [url, at];
    }
  }
  if (regionUrl !== undefined) found.regionUrl = regionUrl;
}
