// How fast, how small and how soon: each number beside a floor that was measured in the same run, because machines differ.
//   node test/bench/bench.mjs [listener latency frames memory start lines expect recording scrub diff media sockets bus] [--json] [--dist FOLDER] [--budget SECONDS]
// Never fails because something is slow: the exit status says whether it could measure.
import {cpus, loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {stopAll} from './lib/children.mjs';
import {makePlace} from './lib/place.mjs';
import {tableText} from './lib/table.mjs';

/** How many seconds each part may take before it stops repeating, and where it is. */
const parts = {
  listener: {seconds: 40, load: () => import('./parts/listener.mjs')},
  latency: {seconds: 35, load: () => import('./parts/latency.mjs')},
  frames: {seconds: 30, load: () => import('./parts/frames.mjs')},
  memory: {seconds: 70, load: () => import('./parts/memory.mjs')},
  start: {seconds: 35, load: () => import('./parts/start.mjs')},
  lines: {seconds: 40, load: () => import('./parts/lines.mjs')},
  expect: {seconds: 60, load: () => import('./parts/expect.mjs')},
  recording: {seconds: 30, load: () => import('./parts/recording.mjs')},
  scrub: {seconds: 200, load: () => import('./parts/scrub.mjs')},
  diff: {seconds: 20, load: () => import('./parts/diff.mjs')},
  media: {seconds: 30, load: () => import('./parts/media.mjs')},
  sockets: {seconds: 120, load: () => import('./parts/sockets.mjs')},
  bus: {seconds: 120, load: () => import('./parts/bus.mjs')},
};
const options = {json: {type: 'boolean'}, dist: {type: 'string'}, budget: {type: 'string'}};
const {values, positionals} = parseArgs({options, allowPositionals: true});
const unknown = positionals.find(name => !Object.hasOwn(parts, name));
if (unknown) {
  console.error(`There is no part "${unknown}"; there are ${Object.keys(parts).join(', ')}.`);
  process.exit(2);
}

const asked = positionals.length > 0 ? positionals : Object.keys(parts);
const place = makePlace(values.dist);
const results = {};
const load = [loadavg()[0]];
// Nothing that hangs may keep the machine.
const limit = setTimeout(
  () => void end('The time is up: what is missing was not measured.'),
  Number(values.budget ?? 240) * 1000,
);
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end('Interrupted.'));

for (const name of asked) {
  const started = performance.now();
  const {seconds, load: part} = parts[name];
  const {run} = await part();
  const rows = await run(place, {deadline: started + seconds * 1000}).catch(error => [
    {what: name, note: `could not be measured: ${error.message}`, failed: true},
  ]);
  results[name] = rows;
  load.push(loadavg()[0]);
  if (!values.json) {
    console.log(rows.some(({failed}) => failed) ? `${name}: ${rows[0].note}` : tableText(name, rows));
    console.log(`  (${Math.round((performance.now() - started) / 100) / 10} s)\n`);
  }
}
await end();

async function end(why) {
  clearTimeout(limit);
  await stopAll();
  place.remove();
  const machine = {
    node: process.version,
    platform: process.platform,
    cores: cpus().length,
    load: [Math.min(...load), Math.max(...load)],
  };
  if (values.json) console.log(JSON.stringify({machine, results, ...(why && {why})}, undefined, 2));
  else {
    const over = Object.values(results)
      .flat()
      .filter(({verdict}) => verdict === 'over');
    const [least, most] = machine.load.map(each => each.toFixed(1));
    console.log(
      `${machine.node} on ${machine.cores} cores, load ${least}–${most}: above ${machine.cores} others had a share of the time.`,
    );
    console.log(
      over.length === 0 ? 'No goal is missed.' : `Over their goals: ${over.map(({what}) => what.trim()).join('; ')}.`,
    );
    if (why) console.log(why);
  }
  process.exit(
    Object.values(results)
      .flat()
      .some(({failed}) => failed)
      ? 1
      : 0,
  );
}
