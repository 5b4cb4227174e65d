// `npm run test:faults`: what Vonage notices while strangers attack the program as it ships. One fault after the other, each with a program,
// attackers in a process of their own, and a webhook every 25 ms. For a machine that does nothing else.
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createReadStream, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {names} from './attack.mjs';
import {webhook, webhooks} from './measure.mjs';

const TRIES = Number(process.env.TRIES ?? 400);
const EVERY = 25;
/** Later than that is late, ms. Vonage waits 1 s or more. */
const LATE = 250;

const here = name => fileURLToPath(new URL(name, import.meta.url));
const program = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

async function started(file) {
  const child = spawn(process.execPath, [program, '--port', '0', '--plain', '--record', file], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    said += text;
  });
  while (!/127\.0\.0\.1:\d+/.test(said)) await once(child.stderr, 'data');
  return {child, port: Number(/127\.0\.0\.1:(\d+)/.exec(said)[1])};
}

/** Peak of the memory that it had, MB; unknown where the system does not tell. */
function peakOf({pid}) {
  try {
    return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);
  } catch {
    return Number.NaN;
  }
}

/** The legs that webhooks of a recording are about, line by line: an attack leaves more than a string can hold. */
async function uuidsIn(file) {
  const uuids = new Set();
  for await (const line of createInterface({input: createReadStream(file)})) {
    const [, uuid] = /\\"uuid\\":\\"([^"\\]+)\\"/.exec(line.slice(0, 2000)) ?? [];
    if (uuid) uuids.add(uuid);
  }
  return uuids;
}

async function measured(fault, folder) {
  const file = join(folder, `${names.indexOf(fault)}.ndjson`);
  const {child, port} = await started(file);
  const attackers = spawn(process.execPath, [here('attack.mjs'), fault, String(port), '120000'], {
    stdio: 'ignore',
  });
  await new Promise(resolve => setTimeout(resolve, 1000));
  const sent = await webhooks(port, TRIES, EVERY);
  const peak = peakOf(child);
  attackers.kill('SIGKILL');
  const ended = performance.now();
  let isWell = false;
  while (!isWell) {
    const {status, ms} = await webhook(port, 'after');
    isWell = status === 200 && ms <= 50;
  }
  const recovered = performance.now() - ended;
  // Once more, so that the signal comes in the middle of it.
  const again = spawn(process.execPath, [here('attack.mjs'), fault, String(port), '3000'], {
    stdio: 'ignore',
  });
  await new Promise(resolve => setTimeout(resolve, 1500));
  const signalled = performance.now();
  child.kill('SIGTERM');
  const [exit] = await once(child, 'exit');
  const obeyed = performance.now() - signalled;
  again.kill('SIGKILL');
  const good = sent.filter(({status}) => status === 200);
  const times = good.map(({ms}) => ms).sort((a, b) => a - b);
  const recorded = await uuidsIn(file);
  await rm(file);
  const unrecorded = good.filter(({id}) => !recorded.has(id)).length;
  return [
    fault,
    sent.length,
    sent.length - good.length + unrecorded,
    times.filter(ms => ms > LATE).length,
    `${Math.round(times[Math.ceil(times.length * 0.99) - 1] ?? 0)} ms`,
    `${Math.round(recovered)} ms`,
    `${exit} in ${Math.round(obeyed)} ms`,
    `${peak} MB`,
  ];
}

const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-faults-'));
console.log(
  '| fault | tries | lost | late | p99 | recovered in | SIGTERM | memory |\n|---|---|---|---|---|---|---|---|',
);
let failed = 0;
for (const fault of process.argv.slice(2).length > 0 ? process.argv.slice(2) : names) {
  const row = await measured(fault, folder);
  if (row[2] > 0) failed++;
  console.log(`| ${row.join(' | ')} |`);
}
await rm(folder, {recursive: true});
process.exit(failed > 0 ? 1 : 0);
