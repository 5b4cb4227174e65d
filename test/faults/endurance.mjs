// `npm run test:endurance`: memory of the program as it ships, where there is more than it may hold: a million events, a hundred thousand
// conversations, ten thousand legs in one, large bodies for a minute, and a hundred WebSocket legs for ten. Rows that are named are the only ones;
// EVENTS is how many come.
import {fork, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {Agent, request} from 'node:http';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';

const EVENTS = Number(process.env.EVENTS ?? 1_000_000);
const CONNECTIONS = 32;
/** Events of a conversation: five statuses of each of two legs. */
const EACH = 10;
const LEGS = 10_000;
const MINUTE = 60_000;
/** Large bodies a second: at full speed they would fill the disk. */
const LARGE_A_SECOND = 100;

const program = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const statuses = ['started', 'ringing', 'answered', 'machine', 'completed'];
const filler = 'x'.repeat(200_000);
const began = Date.UTC(2026, 0, 1);

const idOf = n => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
const event = (conversation, leg, status, n, more) => ({
  uuid: idOf(leg),
  conversation_uuid: `CON-${idOf(conversation)}`,
  status: statuses[status],
  direction: leg % 2 ? 'outbound' : 'inbound',
  from: '447700900000',
  to: '447700900001',
  timestamp: new Date(began + n * 10).toISOString(),
  ...more,
});

/** What comes: how many events, the n-th of them, and the ceiling of memory that the program is given. */
const rows = {
  [`${EVENTS.toLocaleString('en')} events`]: {
    memory: '256MB',
    count: EVENTS,
    at: n => event(Math.floor(n / EACH), Math.floor(n / 5), n % 5, n),
  },
  '10,000 legs in one conversation': {
    memory: '256MB',
    count: LEGS * 5,
    at: n => event(0, Math.floor(n / 5), n % 5, n),
  },
  '200 kB bodies for a minute': {
    memory: '512MB',
    count: (LARGE_A_SECOND * MINUTE) / 1000,
    everyMs: 1000 / LARGE_A_SECOND,
    at: n => event(Math.floor(n / EACH), Math.floor(n / 5), n % 5, n, {filler}),
  },
  '100 WebSocket legs for ten minutes': {memory: '256MB', sockets: 100, lastMs: 10 * MINUTE},
};

/** Of a process: the memory that it has, or had at most (`VmHWM`), MB. */
function memoryOf({pid}, what = 'VmRSS') {
  return Math.round(
    Number(new RegExp(`${what}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024,
  );
}

async function started(file, memory, more = []) {
  const args = [program, '--port', '0', '--plain', '--ngrok-api', 'off', '--memory', memory, '--record', file, ...more];
  const child = spawn(process.execPath, args, {stdio: ['ignore', 'ignore', 'pipe']});
  let said = '';
  child.stderr.setEncoding('utf8').on('data', text => {
    said = (said + text).slice(-10_000);
  });
  while (!/127\.0\.0\.1:\d+/.test(said)) await once(child.stderr, 'data');
  return {child, port: Number(/127\.0\.0\.1:(\d+)/.exec(said)[1])};
}

function send(agent, port, body) {
  return new Promise(resolve => {
    const headers = {'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body)};
    const sent = request({port, host: '127.0.0.1', agent, method: 'POST', path: '/webhooks/event', headers});
    sent.on('response', response => response.resume().on('end', () => resolve(response.statusCode)));
    sent.on('error', () => resolve(0));
    sent.end(body);
  });
}

/** Both ends of each leg send 50 frames a second; what is not heard again counts as unanswered. */
async function overSockets(what, {memory, sockets, lastMs}, folder) {
  const file = join(folder, 'r.ndjson');
  const ends = ['echo', 'vonage'].map(end => fork(fileURLToPath(new URL('../bench/legs.mjs', import.meta.url)), [end]));
  const [echo, vonage] = ends;
  const [{port: to}] = await once(echo, 'message');
  const {child, port} = await started(file, memory, ['--forward-socket', `http://127.0.0.1:${to}`]);
  const asked = async message => {
    vonage.send(message);
    return (await once(vonage, 'message'))[0];
  };
  await asked({kind: 'open', port, legs: sockets});
  const seen = [];
  let heard = 0;
  for (let quarter = 0; quarter < 4; quarter++) {
    heard += (await asked({kind: 'measure', ms: lastMs / 4})).count;
    seen.push(memoryOf(child));
  }
  const peak = memoryOf(child, 'VmHWM');
  await asked({kind: 'close'});
  child.kill('SIGTERM');
  const [exit] = await once(child, 'exit');
  for (const end of ends) end.disconnect();
  await rm(file);
  const missing = Math.max(0, (sockets * lastMs) / 20 - heard);
  return [what, memory, missing, `${Math.round(heard / (lastMs / 1000))}/s`, seen.join(', '), `${peak} MB`, exit];
}

async function measured(what, {memory, count, everyMs = 0, at}, folder) {
  const file = join(folder, 'r.ndjson');
  const {child, port} = await started(file, memory);
  const agent = new Agent({keepAlive: true, maxSockets: CONNECTIONS});
  const start = performance.now();
  const seen = [];
  let [next, unanswered] = [0, 0];
  const work = async () => {
    while (next < count) {
      const n = next++;
      const wait = start + n * everyMs - performance.now();
      if (wait > 0) await new Promise(resolve => setTimeout(resolve, wait));
      if ((await send(agent, port, JSON.stringify(at(n)))) !== 200) unanswered++;
      if ((n + 1) % Math.ceil(count / 4) === 0) seen.push(memoryOf(child));
    }
  };
  await Promise.all(Array.from({length: CONNECTIONS}, work));
  const peak = memoryOf(child, 'VmHWM');
  const seconds = (performance.now() - start) / 1000;
  agent.destroy();
  child.kill('SIGTERM');
  const [exit] = await once(child, 'exit');
  await rm(file);
  return [what, memory, unanswered, `${Math.round(count / seconds)}/s`, seen.join(', '), `${peak} MB`, exit];
}

const folder = await mkdtemp(join(tmpdir(), 'convo-monitor-endurance-'));
const columns = ['what comes', '--memory', 'unanswered', 'speed', 'MB after each quarter', 'peak', 'exit'];
console.log(`| ${columns.join(' | ')} |\n|${'---|'.repeat(columns.length)}`);
const named = process.argv.slice(2);
for (const [what, row] of Object.entries(rows)) {
  if (named.length > 0 && !named.includes(what)) continue;
  const told = await (row.sockets ? overSockets : measured)(what, row, folder);
  console.log(`| ${told.join(' | ')} |`);
}
await rm(folder, {recursive: true});
