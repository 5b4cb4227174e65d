// Takes observations in and writes lines, as `open FILE --plain` does behind the reading of the file; then a flood about one call.
import {lineWriter} from '../../source/output/lines.ts';
import {createFeed} from '../../source/store/feed.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {observationsOfCall} from './lib/calls.mjs';
import {callIds, statusBody} from './lib/webhooks.mjs';

const {calls, rounds, flood} = JSON.parse(process.argv[2]);
const cpuUs = from => {
  const {user, system} = process.cpuUsage(from);
  return user + system;
};

let seq = 0;
const observations = Array.from({length: calls}, (_, call) => {
  const batch = observationsOfCall(call, seq);
  seq += batch.length;
  return batch;
}).flat();
const bodies = observations.map(({raw}) => raw?.body || '{}');

/** A feed as it is behind lines. */
function lines() {
  const feed = createFeed(factOf);
  const writer = lineWriter({format: 'text'});
  feed.listen({each: writer.add, batch: () => void writer.take()});
  return feed;
}

for (let round = 0; round < rounds; round++) {
  const feed = lines();
  let from = process.cpuUsage();
  for (let i = 0; i < observations.length; i += 64) feed.take(observations.slice(i, i + 64));
  const ours = cpuUs(from) / observations.length;
  from = process.cpuUsage();
  for (const body of bodies) JSON.parse(body);
  console.log(JSON.stringify({ours, parsed: cpuUs(from) / observations.length}));
}

/** The statuses of two legs over and over, a second between them: a conversation that lives all day. */
const {conversation} = callIds(0);
const base = Date.UTC(2026, 0, 1);
const feed = lines();
const thousands = [];
let from = process.cpuUsage();
for (let i = 0; i < flood; i++) {
  const at = base + i * 1000;
  const status = {...JSON.parse(statusBody(0, i % 2, i % 4)), timestamp: new Date(at).toISOString()};
  const raw = {method: 'POST', path: '/webhooks/event', headers: {}, body: JSON.stringify(status)};
  feed.take([{seq: i + 1, at: at + 40, source: 'event', raw}]);
  if ((i + 1) % 1000 !== 0) continue;
  thousands.push(cpuUs(from) / 1000);
  from = process.cpuUsage();
}
const shown = feed.world().conversations.get(conversation)?.rows.length;
console.log(JSON.stringify({second: thousands[1], last: thousands.at(-1), flood, shown}));
