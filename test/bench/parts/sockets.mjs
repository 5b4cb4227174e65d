// What WebSocket legs cost where they pass: straight to the application, passed on as bytes, and looked at, in turns of one run. And what legs that
// are looked at cost the webhooks beside them.
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {asked, childFile, said, startNode, stop} from '../lib/children.mjs';
import {built} from '../lib/place.mjs';
import {median, percentile, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const counts = [20, 50, 100];
const measureMs = 1500;

export async function run(place, {deadline}) {
  const children = [];
  const begin = (args, options = {}) => {
    const child = startNode(args, {folder: place.folder, ipc: true, ...options});
    children.push(child);
    return child;
  };
  try {
    const echo = begin([childFile('legs.mjs'), 'echo']);
    const {port: to} = await said(echo);
    const file = await built(place, 'sockets');
    const between = async tap => {
      const options = JSON.stringify({to: `http://127.0.0.1:${to}`, tap});
      const child = begin(['--expose-gc', file, options]);
      return {child, port: (await said(child)).port};
    };
    const ways = {direct: {port: to}, splice: await between(false), tap: await between(true)};
    const vonage = begin([childFile('legs.mjs'), 'vonage']);
    const results = await passes(vonage, ways, deadline);
    const webhooks = begin([childFile('legs.mjs'), 'webhooks']);
    return [...table(results), ...(await beside(place, {to, vonage, webhooks, begin}))];
  } finally {
    await Promise.all(children.map(stop));
  }
}

/** For each number of legs and each way, what every round measured. */
async function passes(vonage, ways, deadline) {
  // What is loaded and kept once is no leg's.
  for (const way of Object.values(ways)) await pass(vonage, way, counts.at(-1), true);
  const results = counts.map(legs => ({legs, bytes: {}, direct: [], splice: [], tap: []}));
  // The first round warms up and looks at the memory: a collection throws away what was compiled.
  for (let round = 0; round < 5 && (round < 3 || performance.now() < deadline - 30_000); round++) {
    for (const result of results)
      for (const [name, way] of Object.entries(ways)) {
        const got = await pass(vonage, way, result.legs, round === 0);
        if (round === 0) result.bytes[name] = got.bytes;
        else result[name].push(got);
      }
  }
  return results;
}

async function pass(vonage, {child, port}, legs, isFirst) {
  const used = kind => child && asked(child, {kind});
  await asked(vonage, {kind: 'open', port, legs});
  const [ms, least] = isFirst ? [2000, 0] : [measureMs, 0.9];
  let got;
  // A machine that stood still meanwhile is no measure; one that always does is all that there is.
  for (let tries = 0; tries < 3 && !(got?.count > (least * legs * ms) / 20); tries++) {
    const from = await used('cpu');
    got = await asked(vonage, {kind: 'measure', ms});
    got.cpu = child && ((await used('cpu')).cpuMs - from.cpuMs) / ms / legs;
  }
  const during = isFirst && (await used('memory'));
  await asked(vonage, {kind: 'close'});
  if (!during) return got;
  await sleep(200);
  return {...got, bytes: (during.memory - (await used('memory')).memory) / legs};
}

function table(results) {
  return results.flatMap(({legs, bytes, direct, splice, tap}) => {
    /** One way is half of the way there and back; of each round by itself, since the machine changes. */
    const added = (rounds, pick) => median(rounds.map((each, i) => (each[pick] - direct[i][pick]) / 2));
    const ratios = tap.map(({cpu}, i) => cpu / splice[i].cpu);
    const cpu = median(tap.map(each => each.cpu));
    const percentiles = [
      ['p50', 0.3],
      ['p99', 1],
    ].map(([pick, most]) =>
      row({
        what: `${pick} added one way, ${legs} legs`,
        value: added(tap, pick),
        unit: 'ms',
        floor: added(splice, pick),
        beside: 'as bytes',
        ...(legs >= 50 && {most, goalOn: 'value'}),
      }),
    );
    return [
      ...percentiles,
      row({
        what: `CPU of one core a leg, ${legs} legs`,
        value: cpu * 100,
        unit: '%',
        floor: (cpu / median(ratios)) * 100,
        beside: 'as bytes',
        most: 1.4,
        noise: spread(ratios),
      }),
      row({
        what: `memory a leg, ${legs} legs`,
        value: bytes.tap / 1024,
        unit: 'kB',
        floor: bytes.splice / 1024,
        beside: 'as bytes',
        most: 64,
        goalOn: 'value',
      }),
    ];
  });
}

/** Answer webhooks with 50 legs beside them, and without. The same legs straight to the application load the machine as much, and not the monitor. */
async function beside(place, {to, vonage, webhooks, begin}) {
  const legs = 50;
  const options = {
    file: join(place.dist, 'observer.js'),
    setup: {
      version: 'bench',
      listen: {port: 0, sockets: {to: [{url: `http://127.0.0.1:${to}`}]}},
      record: {file: join(place.folder, 'sockets.ndjson')},
    },
  };
  const {port} = await new Promise(resolve => {
    const onLine = line => resolve(JSON.parse(line));
    begin([childFile('intake.mjs'), JSON.stringify(options)], {onLine});
  });
  const ask = async ms => (await asked(webhooks, {kind: 'ask', port, rate: 200, ms})).waits;
  const waits = {none: [], direct: [], through: []};
  await ask(1000);
  // A percentile of a few hundred answers is noise.
  for (let round = 0; round < 8; round++) {
    for (const [name, way] of [['none'], ['direct', to], ['through', port]]) {
      if (way) await asked(vonage, {kind: 'open', port: way, legs});
      // That fifty legs open at once, and others have closed, is no part of it.
      await sleep(1000);
      waits[name].push(await ask(2000));
      if (way) await asked(vonage, {kind: 'close'});
    }
  }
  const p99 = name => percentile(waits[name].flat(), 99);
  const noise = name => spread(waits.through.map((each, i) => percentile(each, 99) / percentile(waits[name][i], 99)));
  const what = `answer webhook p99, ${legs} legs`;
  const shown = {value: p99('through'), unit: 'ms'};
  return [
    row({what, ...shown, floor: p99('direct'), beside: 'legs elsewhere', most: 1.1, noise: noise('direct')}),
    row({what, ...shown, floor: p99('none'), beside: 'no legs', noise: noise('none')}),
  ];
}
