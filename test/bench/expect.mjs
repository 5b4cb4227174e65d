// Takes observations in and holds the calls against a flow, as `open FILE --expect FLOW` does behind the reading of the file. Says one line of
// JSON for each number of calls.
import {readFlow} from '../../source/flow/file/read.ts';
import {createJudge} from '../../source/flow/judge.ts';
import {createFeed} from '../../source/store/feed.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {observationsOfCall} from './lib/calls.mjs';

const {sizes} = JSON.parse(process.argv[2]);
const text = `
legs:
  count: 2
  every: {type: phone}
  caller: {statuses: [started, ringing, answered, completed], ended by: user, post-dial delay: under 10 s}
  callee: {statuses: [started, ringing, answered, completed], ringing: under 10 s, talk: under 1 min}
members: {joined: at least 0}
replies: {any: {status: 200, time: under 1 s}}
happens: [started, answered]
never: [busy, failed]
problems: [...]
open legs: none
`;
const cpuUs = from => {
  const {user, system} = process.cpuUsage(from);
  return user + system;
};

for (const calls of sizes) {
  const read = await readFlow(text, 'bench.yaml');
  if (!('flow' in read)) throw new Error(JSON.stringify(read.mistakes));
  const feed = createFeed(factOf);
  let [observations, taken] = [0, 0];
  let seq = 0;
  for (let call = 0; call < calls; call++) {
    const batch = observationsOfCall(call, seq);
    seq += batch.length;
    const from = process.cpuUsage();
    feed.take(batch);
    taken += cpuUs(from);
    observations += batch.length;
  }
  const from = process.cpuUsage();
  const [judgement] = createJudge([read.flow]).finish(feed.world());
  const judged = cpuUs(from);
  console.log(
    JSON.stringify({
      calls,
      judgedCalls: judgement.calls,
      observations,
      taken: taken / observations,
      judged: judged / observations,
    }),
  );
}
