// `npm run test:faults`: what Vonage notices while strangers attack the program as it ships, and while the Conversation API fails. One fault
// after the other, each with a program, attackers or an API in a process of their own, and a webhook every 25 ms. For a machine that does
// nothing else. Rows that are named are the only ones: `npm run test:faults -- resets 'no answer'`.
import {fork, spawn} from 'node:child_process';
import {generateKeyPairSync} from 'node:crypto';
import {once} from 'node:events';
import {createReadStream, readFileSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {apiFaults} from './api.mjs';
import {names} from './attack.mjs';
import {webhook, webhooks} from './measure.mjs';

const TRIES = Number(process.env.TRIES ?? 400);
const EVERY = 25;
/** Later than that is late, ms. Vonage waits 1 s or more. */
const LATE = 250;
/** Requests in a second that the API is asked at most, whatever it does. */
const MOST_ASKED = 15;

const here = name => fileURLToPath(new URL(name, import.meta.url));
const program = fileURLToPath(new URL('../../../dist/cli.js', import.meta.url));

async function started(file, credentials) {
  const args = [program, '--port', '0', '--plain', '--ngrok-api', 'off', '--record', file, ...credentials];
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'ignore', 'pipe']});
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

/**
 * The legs that webhooks of a recording are about, line by line: an attack leaves more than a string can hold, and more than one file of a
 * recording that goes on in another one when it is full.
 */
async function uuidsIn(folder) {
  const uuids = new Set();
  for (const file of await readdir(folder)) {
    for await (const line of createInterface({input: createReadStream(join(folder, file))})) {
      const [, uuid] = /\\"uuid\\":\\"([^"\\]+)\\"/.exec(line.slice(0, 2000)) ?? [];
      if (uuid) uuids.add(uuid);
    }
  }
  return uuids;
}

/** Strangers who do that until they are killed. */
function attackers(fault, port) {
  return spawn(process.execPath, [here('attack.mjs'), fault, String(port), '120000'], {stdio: 'ignore'});
}

/** An API that fails so, with what a monitor needs to ask it; `end` tells how often it was asked in its busiest second. */
async function failingApi(fault, key) {
  const child = fork(here('api.mjs'), [fault]);
  const [{port}] = await once(child, 'message');
  const id = ['--application-id', '00000000-0000-4000-8000-000000000000', '--private-key', key];
  return {
    credentials: [...id, '--api-url', `http://127.0.0.1:${port}`],
    async end() {
      child.send('end');
      const [{most}] = await once(child, 'message');
      return most;
    },
  };
}

async function measured(fault, folder) {
  const recordings = join(folder, 'recordings');
  await mkdir(recordings);
  const api = apiFaults.includes(fault) ? await failingApi(fault, join(folder, 'private.key')) : undefined;
  const {child, port} = await started(join(recordings, 'r.ndjson'), api?.credentials ?? []);
  const strangers = api ? undefined : attackers(fault, port);
  await new Promise(resolve => setTimeout(resolve, 1000));
  const sent = await webhooks(port, TRIES, EVERY);
  const peak = peakOf(child);
  strangers?.kill('SIGKILL');
  const ended = performance.now();
  let isWell = false;
  while (!isWell) {
    const {status, ms} = await webhook(port, 'after');
    isWell = status === 200 && ms <= 50;
  }
  const recovered = performance.now() - ended;
  // Once more, so that the signal comes in the middle of it.
  const again = api ? undefined : attackers(fault, port);
  if (again) await new Promise(resolve => setTimeout(resolve, 1500));
  const signalled = performance.now();
  child.kill('SIGTERM');
  const [exit] = await once(child, 'exit');
  const obeyed = performance.now() - signalled;
  again?.kill('SIGKILL');
  const asked = (await api?.end()) ?? '–';
  const good = sent.filter(({status}) => status === 200);
  const times = good.map(({ms}) => ms).sort((a, b) => a - b);
  const p99 = times[Math.ceil(times.length * 0.99) - 1] ?? 0;
  const recorded = await uuidsIn(recordings);
  await rm(recordings, {recursive: true});
  const lost = sent.filter(({status, id}) => status !== 200 || !recorded.has(id)).length;
  const row = [
    fault,
    sent.length,
    lost,
    times.filter(ms => ms > LATE).length,
    `${Math.round(p99)} ms`,
    `${Math.round(recovered)} ms`,
    `${exit} in ${Math.round(obeyed)} ms`,
    `${peak} MB`,
    asked,
  ];
  const goals = [
    [lost === 0, 'lost webhooks'],
    [exit === 143, `ended with ${exit}`],
    [p99 <= (api ? 50 : 250), 'was late'],
    [!(asked > MOST_ASKED), 'asked too often'],
  ];
  return {row, missed: goals.flatMap(([isMet, what]) => (isMet ? [] : [`${fault}: ${what}`]))};
}

const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-faults-'));
const {privateKey} = generateKeyPairSync('rsa', {modulusLength: 2048});
await writeFile(join(folder, 'private.key'), privateKey.export({type: 'pkcs8', format: 'pem'}), {mode: 0o600});
const columns = ['fault', 'tries', 'lost', 'late', 'p99', 'recovered in', 'SIGTERM', 'memory', 'asked in a second'];
console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
const named = process.argv.slice(2);
const missed = [];
for (const fault of named.length > 0 ? named : [...names, ...apiFaults]) {
  const {row, missed: goals} = await measured(fault, folder);
  missed.push(...goals);
  console.log(`| ${row.join(' | ')} |`);
}
await rm(folder, {recursive: true});
console.log(missed.length === 0 ? '\nEvery goal is met.' : `\nNot met:\n${missed.map(each => `- ${each}\n`).join('')}`);
process.exit(missed.length === 0 ? 0 : 1);
