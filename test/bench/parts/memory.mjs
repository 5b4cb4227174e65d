// What an event takes in memory, and what taking it in costs.
import {fileURLToPath} from 'node:url';
import {start} from '../lib/children.mjs';
import {built} from '../lib/place.mjs';
import {row} from '../lib/table.mjs';

const marks = [10_000, 100_000, 1_000_000];

export async function run(place, {deadline}) {
  const file = await built(place, 'memory');
  const results = [];
  await new Promise((resolve, reject) => {
    const child = start(process.execPath, ['--expose-gc', file, ...marks.map(String)], {
      folder: place.folder,
      env: {BENCH_SAMPLES: fileURLToPath(new URL('../../samples', import.meta.url))},
      onLine: line => results.push(JSON.parse(line)),
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), deadline - performance.now());
    child.once('error', reject);
    child.once('exit', code => {
      clearTimeout(timer);
      if (results.length > 0) resolve();
      else reject(new Error(`folding ended with ${code}`));
    });
  });
  const rows = results.map(({events, calls, bytes, asObjects}, i) =>
    row({
      what: `memory an event, at ${events.toLocaleString('en')} (${calls.toLocaleString('en')} calls)`,
      value: bytes,
      unit: 'bytes',
      floor: asObjects,
      beside: 'parsed objects',
      ...(i === marks.length - 1 && {most: 250, goalOn: 'value'}),
    }),
  );
  const end = results.at(-1);
  rows.push(
    row({
      what: 'places in the recording, an event',
      value: end.places,
      unit: 'bytes',
      floor: (12 * end.observations) / end.events,
      beside: 'offset and length',
    }),
  );
  const [first, last] = [results[1] ?? results[0], results.at(-1)];
  rows.push(
    row({
      what: `CPU to take an event in, up to ${last.events.toLocaleString('en')}`,
      value: last.nsPerEvent / 1000,
      unit: 'µs',
      floor: first.nsPerEvent / 1000,
      beside: `up to ${first.events.toLocaleString('en')}`,
    }),
  );
  if (results.length < marks.length) rows.push(row({what: 'memory', note: 'the time was up before a million'}));
  return rows;
}
