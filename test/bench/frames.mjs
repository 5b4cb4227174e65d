// Draws frames of the real screen through Ink into a sink, and says what each costs: CPU and bytes.
import {render} from 'ink';
import {createElement} from 'react';
import {Frame, inkOptions} from '../../source/screen/app.tsx';
import {panes} from '../../source/screen/panes.ts';
import {createFeed} from '../../source/store/feed.ts';
import {createStore} from '../../source/store/store.ts';
import {FullScreen} from '../../source/terminal/full-screen.ts';
import {INK_INPUT} from '../../source/terminal/keyboard.ts';
import {factOf} from '../../source/vonage/facts.ts';
import {drawer, handWriter} from './lib/by-hand.mjs';
import {observationsOfCall} from './lib/calls.mjs';
import {callIds} from './lib/webhooks.mjs';

const {columns, rows, frames, warm} = JSON.parse(process.argv[2]);
const look = {depth: 'many', ascii: false};

/** Every frame as Ink hands it over, and the bytes that went to the terminal. */
let painted = 0;
let bytes = 0;
const seen = [];
const screen = new FullScreen({
  columns,
  rows,
  write(text) {
    painted++;
    bytes += Buffer.byteLength(text);
    return true;
  },
  on() {},
  off() {},
});
const taken = screen.write.bind(screen);
screen.write = (frame, callback) => {
  if (frame !== '') seen.push(frame);
  return taken(frame, callback);
};
screen.enter();

const feed = createFeed(factOf);
feed.take([
  {
    seq: 1,
    at: Date.UTC(2026, 0, 1),
    source: 'control',
    action: 'start',
    setup: {version: 'bench', url: 'http://127.0.0.1:3000', answer: 'a short spoken NCCO'},
  },
]);
let seq = 1;
const add = call => {
  const batch = observationsOfCall(call, seq);
  seq += batch.length;
  feed.take(batch);
};
for (let call = 0; call < 40; call++) add(call);
const now = feed.world().now + 500;
/** What the program itself would begin with; only what changes is ours. */
const store = createStore({
  feed,
  panes,
  now: () => now,
  onEffect: () => undefined,
  payload: async () => undefined,
  file: 'r.ndjson',
});
store.resize(columns, rows);
const first = store.getSnapshot();
store.close();
const model = (view = {}, rest = {}) => ({...first, world: feed.world(), view: {...first.view, ...view}, now, ...rest});
const chosen = call => ({call: {item: callIds(call).conversation, anchor: 0}});

const [webhook] = observationsOfCall(3, 0);
const body = JSON.parse(webhook.raw.body);

/** So many further events of a call that goes on; returns when the last of them was sent. */
function news(n, count) {
  let at = now + n * 1000;
  const events = Array.from({length: count}, (_, i) => {
    at += 10;
    const event = {...body, status: undefined, dtmf: {digits: `${n}${i}`}, timestamp: new Date(at).toISOString()};
    return {...webhook, seq: ++seq, at, raw: {...webhook.raw, body: JSON.stringify(event)}};
  });
  feed.take(events);
  return at;
}

/** Each makes the n-th model of a series in which the named part of the screen changes from one to the next. */
const series = {
  'one row': n => model(chosen(5), {now: now + (n % 50) * 61_000}),
  // The stream scrolls and the counters move, a frame for each.
  '10 events a second': n => model(chosen(3), {now: news(n, 1)}),
  // Twenty frames a second.
  '1,000 events a second': n => model(chosen(3), {now: news(n, 50)}),
  // Another call, and other border characters: nothing of a row stays but its blanks.
  'all rows': n => model(chosen(10 + (n % 2) * 7), {now: now + (n % 2) * 37_000}),
};
const looks = {'all rows': n => ({...look, ascii: n % 2 === 1})};

const lines = drawer();
const app = render(createElement(Frame, {lines: lines(model(), look)}), {
  stdin: INK_INPUT,
  stdout: screen,
  ...inkOptions,
});
const turn = () => new Promise(resolve => setImmediate(resolve));

async function draw(shown, look) {
  const before = seen.length;
  app.rerender(createElement(Frame, {lines: lines(shown, look)}));
  // Ink paints within the turn, the screen at its end.
  for (let i = 0; i < 4 && seen.length === before; i++) await turn();
  await turn();
  await turn();
}

const cpuMs = from => {
  const {user, system} = process.cpuUsage(from);
  return (user + system) / 1000;
};

/** Ink's part of it: the same frames, ready. */
async function byInk(frames) {
  app.rerender(createElement(Frame, {lines: [frames[0]]}));
  const cpu = process.cpuUsage();
  for (const frame of frames) {
    app.rerender(createElement(Frame, {lines: [frame]}));
    for (let i = 0; i < 3; i++) await turn();
  }
  return {cpuMs: cpuMs(cpu) / frames.length};
}

let made = 0;
/** CPU of showing `count` models of a series, one after the other; making them is not counted. */
async function measured(what, count, show) {
  let used = 0;
  for (let n = 0; n < count; n++) {
    const next = series[what](made);
    const lookNow = looks[what]?.(made) ?? look;
    made++;
    const cpu = process.cpuUsage();
    await show(next, lookNow);
    used += cpuMs(cpu);
  }
  return used / count;
}

for (const what of Object.keys(series)) {
  await measured(what, warm, draw);
  seen.length = 0;
  painted = 0;
  bytes = 0;
  const used = await measured(what, frames, draw);
  if (painted === 0) throw new Error('nothing was painted: the screen does not draw this model');
  const of = {painted, bytes: bytes / frames};
  const write = handWriter();
  await measured(what, warm, write);
  const hand = {bytes: 0, changed: 0};
  const handMs = await measured(what, frames, (next, lookNow) => {
    const got = write(next, lookNow);
    hand.bytes += got.bytes / frames;
    hand.changed += got.changed / frames;
  });
  const ink = await byInk([...seen]);
  console.log(JSON.stringify({what, columns, rows, frames, ...of, cpuMs: used, hand: {...hand, cpuMs: handMs}, ink}));
}
app.unmount();
process.exit();
