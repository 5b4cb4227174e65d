// Folds a million events without keeping what they came in, and says what is left of them in memory. Needs --expose-gc.
import {createArchive} from '../../source/run/archive.ts';
import {createFeed} from '../../source/store/feed.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {observationsOfCall, rowsOfCall} from './lib/calls.mjs';

const marks = process.argv.slice(2).map(Number);

/** Bytes in use, on V8's heap and in typed arrays beside it. */
function used() {
  for (let i = 0; i < 3; i++) globalThis.gc();
  const {heapUsed, external} = process.memoryUsage();
  return heapUsed + external;
}

/** What the events would take as the objects that they were parsed into, and as text. */
function kept(read) {
  const before = used();
  const all = [];
  for (let call = 0; call < 625; call++) {
    for (const observation of observationsOfCall(call, call * 20)) {
      if (observation.source === 'event' || observation.source === 'api') all.push(read(observation.raw.body));
    }
  }
  const bytes = used() - before;
  return all.length > 0 ? bytes / (625 * rowsOfCall) : 0;
}

const asObjects = kept(body => JSON.parse(body));
const asText = kept(body => Buffer.from(body).toString('latin1'));

// Made and folded before it counts, so that what is compiled is not counted as data.
let feed = createFeed(factOf);
for (let call = 0; call < 300; call++) feed.take(observationsOfCall(call, call * 20));
feed = createFeed(factOf);
const before = used();
let seq = 0;
let foldMs = 0;
let observations = 0;
let cpuAt = {events: 0, foldMs: 0};
for (let call = 0; marks.length > 0; call++) {
  const batch = observationsOfCall(call, seq);
  seq += batch.length;
  observations += batch.length;
  const started = process.cpuUsage();
  feed.take(batch);
  const {user, system} = process.cpuUsage(started);
  foldMs += (user + system) / 1000;
  const world = feed.world();
  if (world.log.length < marks[0]) continue;
  const bytes = used() - before;
  const events = world.log.length;
  const late = {events: events - cpuAt.events, foldMs: foldMs - cpuAt.foldMs};
  cpuAt = {events, foldMs};
  console.log(
    JSON.stringify({
      events,
      calls: world.conversations.size,
      observations,
      bytes: bytes / events,
      nsPerEvent: (late.foldMs * 1e6) / late.events,
      nsPerObservation: (foldMs * 1e6) / observations,
      asObjects,
      asText,
      places: placesOf(observations) / events,
    }),
  );
  marks.shift();
}

/** Where each observation is in the recording: the other thing that a running monitor keeps of it. */
function placesOf(count) {
  const before = used();
  const archive = createArchive('no-file-is-opened');
  for (let seq = 1; seq <= count; seq++) archive.add([{observation: {seq}, offset: seq * 500, length: 499}]);
  const bytes = used() - before;
  return archive.payload ? bytes : 0;
}
