// From when a monitor has taken an observation to the characters on the terminal of somebody who attaches to the bus that it publishes to, beside the monitor's own screen.
import {spawnSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {childFile, cleanEnv, freePort, listening, startNode, stop} from './children.mjs';
import {paintedPresses} from './painted.mjs';
import {openPty} from './pty.mjs';
import {percentile} from './stats.mjs';
import {row} from './table.mjs';

const size = {columns: 160, rows: 48};
const rate = 200;
/** What is compiled and learnt at first is not what a running screen is like. */
const warm = 2 * rate;

/** Rows of the bench; `url` is of a bus with nothing in it yet. */
export async function paintedOverBus(place, url) {
  spawnSync(process.execPath, [place.cli, 'bus', 'init', url, '--yes'], {env: cleanEnv(place.folder)});
  const load = startNode([childFile('load.mjs')], {folder: place.folder, ipc: true});
  try {
    const alone = await measure(place, load, 'alone', 8000);
    const over = await measure(place, load, 'over', 25_000, url);
    const missing = over.count - over.waits.length;
    const note = missing > 0 ? `${missing} of ${over.count} were never painted within 3 s` : undefined;
    return [50, 95, 99].map(p =>
      row({
        what: `painted over the bus after, p${p}, ${rate}/s`,
        value: percentile(over.waits, p),
        unit: 'ms',
        floor: percentile(alone.waits, p),
        beside: 'its own screen',
        ...(p === 99 && {most: 60, goalOn: 'value', note}),
      }),
    );
  } finally {
    await stop(load);
  }
}

/** ms from when each observation was taken until it was painted, by the monitor itself or by who attaches to the bus. */
async function measure({folder, cli}, load, name, ms, url) {
  const port = await freePort();
  const file = join(folder, `painted-${name}.ndjson`);
  const monitor = [cli, '--port', String(port), '--ngrok-api', 'off', '--record', file];
  const painted = paintedPresses(size, Date.now);
  const publisher = url && startNode([...monitor, '--plain', '--bus', url], {folder});
  const shown = {folder, ...size, onData: painted.onData};
  const pty = await openPty(url ? [cli, 'attach', url] : monitor, shown);
  try {
    await listening(port);
    await pty.painted;
    await paced(load, {port, ms: (warm * 1000) / rate, first: 0});
    await reached(painted, warm);
    const count = (rate * ms) / 1000;
    await paced(load, {port, ms, first: warm});
    await reached(painted, warm + count);
    const taken = takenAt(file);
    const waits = Array.from({length: count}, (_, i) => painted.at[warm + i] - taken.get(warm + i));
    return {count, waits: waits.filter(Number.isFinite)};
  } finally {
    await pty.stop();
    if (publisher) await stop(publisher);
    painted.dispose();
  }
}

function paced(load, message) {
  return new Promise(resolve => {
    load.once('message', resolve);
    load.send({kind: 'pace', rate, ...message});
  });
}

async function reached({at}, count) {
  for (let waited = 0; at.length < count && waited < 3000; waited += 20) await sleep(20);
}

/** When the monitor took each press, ms since the epoch, as it recorded it. */
function takenAt(file) {
  const taken = new Map();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, digits] = /"digits\\":\\"(\d{7})/.exec(line) ?? [];
    if (digits) taken.set(Number(digits) - 1_000_000, JSON.parse(line).at);
  }
  return taken;
}
