// How soon it is there: from starting the process to the first connection accepted, and to the first characters on the screen.
import {setTimeout as sleep} from 'node:timers/promises';
import {freePort, listening, start, stop} from '../lib/children.mjs';
import {openPty} from '../lib/pty.mjs';
import {median, spread} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const most = 9;
const least = 3;

export async function run(place, {deadline}) {
  const {folder, cli} = place;
  const cases = {
    'node -e 0': () => ended(['-e', '0'], folder),
    '--version': () => ended([cli, '--version'], folder),
    'to listening, lines': () => toListening(['--no-record', '--format', 'ndjson'], place),
    'to listening, screen': () => onScreen(['--no-record'], place, 'listening'),
    'to the first frame': () => onScreen(['--no-record'], place, 'painted'),
    'demo, to listening': () => onScreen(['demo', '--no-record'], place, 'listening'),
    'demo, to the first frame': () => onScreen(['demo', '--no-record'], place, 'painted'),
  };
  const times = new Map(Object.keys(cases).map(name => [name, []]));
  for (let repetition = 0; repetition < most; repetition++) {
    if (repetition > least && performance.now() > deadline) break;
    for (const [name, measure] of Object.entries(cases)) {
      const ms = await measure();
      // The first round fills the file cache.
      if (repetition > 0) times.get(name).push(ms);
    }
  }
  const floor = times.get('node -e 0');
  const goals = {
    '--version': {most: 1.25},
    'to listening, lines': {most: 2},
    'to listening, screen': {most: 2},
    'to the first frame': {most: 6},
    'demo, to the first frame': {most: 6},
  };
  return Object.keys(cases).map(name => {
    const list = times.get(name);
    const ratio = median(list.map((ms, i) => ms / floor[i]));
    const value = median(list);
    return row({
      what: name,
      value,
      unit: 'ms',
      noise: spread(list),
      ...(name !== 'node -e 0' && {floor: value / ratio, beside: 'node -e 0', ...goals[name]}),
    });
  });
}

function ended(args, folder) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = start(process.execPath, args, {folder});
    child.once('error', reject);
    child.once('exit', () => resolve(performance.now() - started));
  });
}

async function toListening(args, {folder, cli}) {
  const port = await freePort();
  const started = performance.now();
  const child = start(process.execPath, [cli, '--port', String(port), ...args], {folder});
  await listening(port, {everyMs: 4});
  const took = performance.now() - started;
  await stop(child);
  await sleep(20);
  return took;
}

async function onScreen(args, {folder, cli}, until) {
  const port = await freePort();
  const started = performance.now();
  const pty = await openPty([cli, ...args, '--port', String(port)], {folder, measure: false});
  try {
    if (until === 'painted') return (await pty.painted) - started;
    await listening(port, {everyMs: 4});
    return performance.now() - started;
  } finally {
    await pty.stop();
    await sleep(20);
  }
}
