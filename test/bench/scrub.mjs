// Goes back and forth in a recording, as keys on the time line do: writes it, opens it, and says one line of JSON for each size.

import {once} from 'node:events';
import {createWriteStream} from 'node:fs';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {openReplay} from '../../source/run/recorded.ts';
import {createFeed} from '../../source/store/feed.ts';
import {createMoments} from '../../source/store/moments.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {observationsOfCall} from './lib/calls.mjs';

const {folder, sizes, steps} = JSON.parse(process.argv[2]);

/** A call a second, each of which is up for a quarter of a minute: in the order in which they arrive, as they are recorded. */
async function write(file, size) {
  const out = createWriteStream(file);
  let [seq, waiting] = [0, []];
  const numbers = new Map();
  for (let call = 0; seq < size; call++) {
    const next = observationsOfCall(call, call * 100);
    waiting = [...waiting, ...next].sort((a, b) => a.at - b.at || a.seq - b.seq);
    const due = waiting.filter(({at}) => at < next[0].at);
    waiting = waiting.slice(due.length);
    for (const each of due) {
      numbers.set(each.seq, ++seq);
      const line = {...each, seq, ...(each.to && {to: numbers.get(each.to)})};
      numbers.delete(each.to);
      if (!out.write(`${JSON.stringify(line)}\n`)) await once(out, 'drain');
    }
  }
  out.end();
  await once(out, 'close');
}

for (const size of sizes) {
  const file = join(folder, `scrub-${size}.ndjson`);
  await write(file, size);
  const feed = createFeed(factOf);
  const replay = await openReplay([file]);
  const moments = createMoments({feed, factOf, payload: replay.payload});
  let count = 0;
  const times = new Map();
  feed.listen({
    each(_, __, {seq, at}) {
      count = seq;
      times.set(seq, at);
    },
  });
  await replay.listen(feed.take);
  const took = [];
  const jumps = [];
  for (let step = 0; step < steps; step++) {
    // A place anywhere, then a few events back and forth.
    const place = 1 + ((step * 7919 * 13) % (count - 20));
    for (const [i, seq] of [place + 10, place + 9, place + 8, place + 7, place + 8, place].entries()) {
      const from = performance.now();
      const world = await moments.world(seq, times.get(seq), () => true);
      if (world?.seq !== seq) throw new Error(`${seq} is ${world?.seq}`);
      const list = i === 0 ? jumps : took;
      list.push(performance.now() - from);
    }
  }
  await replay.close();
  await rm(file);
  const at = (list, share) => list.sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * share))];
  console.log(
    JSON.stringify({size, p50: at(took, 0.5), p99: at(took, 0.99), jump: at(jumps, 0.5), worst: at(jumps, 0.99)}),
  );
}
