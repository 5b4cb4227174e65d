/**
 * The program's own screen, wired up as it is, on a source that is made up here: one call with hundreds of events, of which the
 * first twenty are there at once. `wired.js <feed>`: what the key Ж then brings. Tells by the terminal's title what happens:
 * `tick 7`, `key`, `fed`.
 */
import type {Observation} from '../../source/call/observation.js';
import {runScreen} from '../../source/run/show-screen.js';
import {answer, callee, caller, news, observed, other} from '../helpers/calls.js';

/** How many of the observations come how often, ms; 0: all at once. */
const feeds = {
  nothing: {count: 0, every: 0},
  'at once': {count: 10_000, every: 0},
  'little by little': {count: 4, every: 10},
  'a thousand events a second': {count: 20, every: 20},
};
export type Feed = keyof typeof feeds;

/** How often the program's clock beats here, ms; by itself it does so once a second. */
const TICK = 20;
const feed = feeds[process.argv[2] as Feed];
const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const events = feed.every === 20 ? 8000 : 800;
const digits = Array.from({length: events}, (_, i) =>
  other(20 + i / 100, {dtmf: {digits: String(i % 10), timed_out: false}, from: anna.from, to: anna.to}, anna),
);
const call = observed(
  news(anna, 'started', 0),
  answer(anna, 0.3, [
    {action: 'talk', text: 'Hello.'},
    {action: 'connect', endpoint: [{type: 'phone', number: bert.to}]},
  ]),
  news(anna, 'answered', 0.5),
  ...['started', 'ringing', 'answered', 'completed'].map((status, i) => news(bert, status, 1 + i)),
  news(anna, 'completed', 6, {disconnected_by: 'user', duration: '5'}),
  ...digits,
);
const early = call.slice(0, 20);
/** Between two minutes of the clock, and two of how long ago the call was: both may change once a minute. */
let now = Math.ceil((call.at(-1)?.at ?? 0) / 60_000) * 60_000 + 5000;

/** Past the device, which holds what others write, and between its frames. */
const write = process.stdout.write.bind(process.stdout);
const tell = (text: string) => void write(`\x1b]0;${text}\x07`);

let ticks = 0;
const interval = globalThis.setInterval;
const beat = (act: () => void) =>
  interval(() => {
    tell(`tick ${ticks++}`);
    // Elsewhere screens are compared, at whatever time they are drawn.
    if (feed.count === 0) now += TICK;
    act();
  }, TICK);
globalThis.setInterval = ((act: () => void, ms: number) => (ms === 1000 ? beat(act) : interval(act, ms))) as never;

let take: (batch: readonly Observation[]) => void = () => undefined;
function bring(): void {
  const rest = call.slice(early.length);
  const next = () => {
    if (rest.length === 0) {
      clearInterval(timer);
      return tell('fed');
    }
    take(rest.splice(0, feed.count));
  };
  const timer = interval(next, feed.every);
}

const on = process.stdin.on.bind(process.stdin);
process.stdin.on = ((event: string, listener: (chunk: Buffer) => void) => {
  if (event !== 'data') return on(event, listener);
  return on('data', chunk => {
    const keys = String(chunk);
    tell('key');
    if (keys.includes('Ж')) bring();
    listener(chunk);
  });
}) as never;

await runScreen({
  source: {
    mode: 'live',
    keepNote: async () => ({text: 'Noted.', tone: 'good'}),
    file: 'call.ndjson',
    now: () => now,
    listen(onObservations) {
      take = onObservations;
      take(early);
    },
    payload: async seq => call[seq - 1],
  },
  ascii: false,
  folder: '/nowhere',
  onStop: async () => undefined,
  conditions: {startedAt: now},
});
process.stdout.write('', () => process.exit(0));
