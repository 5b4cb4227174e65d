// What a frame costs, beside the same screen put together and written by hand, without React and Ink.
import {fileURLToPath} from 'node:url';
import {start} from '../lib/children.mjs';
import {built} from '../lib/place.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const sizes = [
  {columns: 80, rows: 24},
  {columns: 200, rows: 60},
];

export async function run(place, {deadline}) {
  const file = await built(place, 'frames');
  const results = new Map();
  for (let repetition = 0; repetition < 3; repetition++) {
    for (const size of sizes) {
      if (repetition > 0 && performance.now() > deadline) break;
      for (const got of await draw(place, file, {...size, frames: 50, warm: 50}, deadline)) {
        const key = `${got.what}, ${got.columns}×${got.rows}`;
        results.set(key, [...(results.get(key) ?? []), got]);
      }
    }
  }
  return [...results].flatMap(([name, list]) => {
    const of = pick => median(list.map(pick));
    const cpu = list.map(({cpuMs}) => cpuMs);
    const changed = of(({hand}) => hand.changed);
    const ink = of(each => each.ink.cpuMs);
    const missed = list.some(({painted, frames}) => painted < frames);
    return [
      row({
        what: `CPU a frame, ${name}`,
        value: median(cpu),
        unit: 'ms',
        floor: of(({hand}) => hand.cpuMs),
        beside: `by hand (${Math.round(changed)} rows)`,
        noise: spread(cpu),
        note: missed ? 'not every frame was painted' : undefined,
      }),
      row({
        what: `  Ink’s share of it, ${name}`,
        value: ink,
        unit: 'ms',
        floor: of(({cpuMs}) => cpuMs),
        beside: 'the frame',
      }),
      row({
        what: `bytes a frame, ${name}`,
        value: of(({bytes}) => bytes),
        unit: 'bytes',
        floor: of(({hand}) => hand.bytes),
        beside: 'by hand',
      }),
    ];
  });
}

function draw({folder}, file, options, deadline) {
  return new Promise((resolve, reject) => {
    const results = [];
    const child = start(process.execPath, [file, JSON.stringify(options)], {
      folder,
      env: {BENCH_SAMPLES: fileURLToPath(new URL('../../samples', import.meta.url))},
      onLine: line => results.push(JSON.parse(line)),
    });
    // At the least a few seconds for each size, or nothing could be said of it on a busy machine.
    const timer = setTimeout(() => child.kill('SIGKILL'), Math.max(8000, deadline - performance.now()));
    child.once('exit', code => {
      clearTimeout(timer);
      if (results.length > 0 || code === null) resolve(results);
      else reject(new Error(`drawing ended with ${code}`));
    });
  });
}
