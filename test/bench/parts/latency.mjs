// From a webhook's last byte on the socket to the characters on the terminal: the built program in a pseudo-terminal, whose output
// a terminal emulator reads. A webhook that newer ones have pushed off the screen counts as painted when they are.
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {childFile, cpuOf, freePort, listening, startNode, stop} from '../lib/children.mjs';
import {paintedPresses} from '../lib/painted.mjs';
import {openPty} from '../lib/pty.mjs';
import {percentile} from '../lib/stats.mjs';
import {row} from '../lib/table.mjs';

const size = {columns: 80, rows: 24};
const loads = [
  {rate: 5, ms: 5000},
  {rate: 200, ms: 5000},
  {rate: 1000, ms: 4000},
];

export async function run(place) {
  const load = startNode([childFile('load.mjs')], {folder: place.folder, ipc: true});
  const rows = [];
  try {
    const raw = new Map();
    for (const {rate, ms} of loads) raw.set(rate, await measure(place, load, echo(place), rate, Math.min(ms, 3000)));
    for (const {rate, ms} of loads) {
      const got = await measure(place, load, monitor(place), rate, ms);
      rows.push(...table(rate, got, raw.get(rate)));
    }
  } finally {
    await stop(load);
  }
  return rows;
}

function table(rate, got, raw) {
  const goal = rate === 200 ? {most: 60, goalOn: 'value'} : {};
  const name = `${rate.toLocaleString('en')} events/s`;
  const note =
    got.painted < got.sent
      ? `${got.sent - got.painted} of ${got.sent} events were never painted within 3 s`
      : undefined;
  const rows = [
    row({what: `painted after, p50, ${name}`, value: got.p50, unit: 'ms', floor: raw.p50, beside: 'raw write', note}),
    row({
      what: `painted after, p99, ${name}`,
      value: got.p99,
      unit: 'ms',
      floor: raw.p99,
      beside: 'raw write',
      ...goal,
    }),
    row({what: `CPU of one core, ${name}`, value: got.cpu * 100, unit: '%', floor: raw.cpu * 100, beside: 'raw write'}),
    row({what: `output, ${name}`, value: got.bytes / 1024 / got.seconds, unit: 'kB/s'}),
  ];
  return rate === 5 ? rows.slice(0, 2) : rows;
}

const echo = ({folder}) => ({
  args: () => [childFile('bare.mjs'), 'echo'],
  folder,
});

const monitor = ({folder, cli}) => ({
  args: port => [cli, '--port', String(port), '--record', join(folder, `latency-${port}.ndjson`)],
  folder,
});

const monotonicMs = () => Number(process.hrtime.bigint()) / 1e6;

async function measure({folder}, load, {args}, rate, ms) {
  const port = await freePort();
  const painted = paintedPresses(size, monotonicMs);
  let bytes = 0;
  const pty = await openPty(args(port), {
    folder,
    ...size,
    env: {BENCH_PORT: String(port)},
    onData(data) {
      bytes += data.length;
      painted.onData(data);
    },
  });

  try {
    await listening(port);
    await pty.painted;
    // What is compiled and learnt at first is not what a running monitor is like.
    const warm = Math.max(20, rate);
    await pace(load, {port, rate: Math.max(rate, 40), ms: (warm * 1000) / Math.max(rate, 40), first: 0});
    await sleep(300);
    const cpu = await cpuOf(pty);
    bytes = 0;
    const started = performance.now();
    const {sentAt} = await pace(load, {port, rate, ms, first: warm});
    for (let waited = 0; painted.at.length < warm + sentAt.length && waited < 3000; waited += 20) await sleep(20);
    const seconds = (performance.now() - started) / 1000;
    const cpuMs = (await cpuOf(pty)) - cpu;
    const waits = sentAt.map((at, i) => painted.at[warm + i] - at).filter(Number.isFinite);
    return {
      p50: percentile(waits, 50),
      p99: percentile(waits, 99),
      cpu: cpuMs / 1000 / seconds,
      bytes,
      seconds,
      sent: sentAt.length,
      painted: waits.length,
    };
  } finally {
    await pty.stop();
    painted.dispose();
  }
}

function pace(load, message) {
  return new Promise(resolve => {
    load.once('message', resolve);
    load.send({kind: 'pace', ...message});
  });
}
