import type {Observation} from '../../source/call/observation.js';
import {bytesOf} from '../../source/config/named-file.js';
import {observationLine} from '../../source/recording/line.js';
import type {Observed} from '../../source/recording/observed.js';
import type {Notice} from '../../source/recording/read.js';
import {readRecording} from '../../source/recording/read.js';

export const started = {version: '0.0.0-test', started: '2026-11-20T12:00:00.000Z'};

/** An event webhook with this `seq` and body. */
export const eventObservation = (seq: number, body = `{"seq":${seq}}`): Observation => ({
  seq,
  at: 1_800_000_000_000 + seq,
  source: 'event',
  raw: {method: 'POST', path: '/webhooks/event', headers: {'content-type': 'application/json'}, body},
});

/** Lines of event webhooks with these `seq`. */
export const lines = (...seqs: number[]): Buffer =>
  Buffer.from(seqs.map(seq => observationLine(eventObservation(seq))).join(''));

/** Everything that a recording says. */
export async function readAll(from: string | AsyncIterable<Uint8Array>, lineLimit?: number) {
  const observed: Observed[] = [];
  const notices: Notice[] = [];
  let header: unknown;
  const onNotice = (notice: Notice) => notices.push(notice);
  const onHeader = (found: unknown) => {
    header = found;
  };
  for await (const batch of readRecording(typeof from === 'string' ? await bytesOf(from) : from, {
    onNotice,
    onHeader,
    lineLimit,
  }))
    observed.push(...batch);
  return {header, observed, notices, seqs: observed.map(({observation}) => observation.seq)};
}
