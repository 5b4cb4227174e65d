// Draws frames of the real screen through Ink into a sink, and says what each costs: CPU and bytes.
import {render, Text} from 'ink';
import {createElement} from 'react';
import {Screen} from '../../source/screen/app.tsx';
import {createStore} from '../../source/store/store.ts';
import {FullScreen} from '../../source/terminal/full-screen.ts';
import {Keyboard} from '../../source/terminal/keyboard.ts';
import {fold} from '../../source/world/fold.ts';
import {emptyWorld} from '../../source/world/world.ts';
import {observationsOfCall} from './lib/calls.mjs';
import {callIds} from './lib/webhooks.mjs';

const {columns, rows, frames, warm} = JSON.parse(process.argv[2]);
const look = {depth: 'color', ascii: false};

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

let world = fold(emptyWorld(), [
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
  world = fold(world, batch);
};
for (let call = 0; call < 40; call++) add(call);
const now = world.now + 500;
/** What the program itself would begin with; only what changes is ours. */
const store = createStore({
  now: () => now,
  onEffect: () => undefined,
  payload: async () => undefined,
  file: 'r.ndjson',
});
store.resize(columns, rows);
const first = store.getSnapshot();
store.close();
const model = (view = {}, rest = {}) => ({...first, world, view: {...first.view, ...view}, now, ...rest});
const chosen = call => ({call: {item: callIds(call).conversation, anchor: 0}});

/** Each makes the n-th model of a series in which the named part of the screen changes from one to the next. */
const series = {
  'one row': n => model(chosen(5), {now: now + (n % 50) * 61_000}),
  'a new event': n => {
    // On a call that goes on: the stream scrolls by one, the counters move.
    const batch = [{...observationsOfCall(3, seq)[0], source: 'event'}];
    const {raw} = batch[0];
    const at = now + n * 10;
    const body = JSON.stringify({
      ...JSON.parse(raw.body),
      status: undefined,
      dtmf: {digits: String(n)},
      timestamp: new Date(at).toISOString(),
    });
    world = fold(world, [{...batch[0], seq: ++seq, at, raw: {...raw, body}}]);
    return model(chosen(3), {now: at});
  },
  // Another call, and other border characters: nothing of a row stays but its blanks.
  'all rows': n => model(chosen(10 + (n % 2) * 7), {now: now + (n % 2) * 37_000}),
};
const looks = {'all rows': n => ({...look, ascii: n % 2 === 1})};

const app = render(createElement(Screen, {model: model(), look}), {
  stdin: new Keyboard({isTTY: false, on() {}, off() {}}),
  stdout: screen,
  debug: true,
  exitOnCtrlC: false,
  patchConsole: false,
});
const turn = () => new Promise(resolve => setImmediate(resolve));

async function draw(n, make, lookOf = () => look) {
  const before = seen.length;
  app.rerender(createElement(Screen, {model: make(n), look: lookOf(n)}));
  // Ink paints within the turn, the screen at its end.
  for (let i = 0; i < 4 && seen.length === before; i++) await turn();
  await turn();
  await turn();
}

const cpuMs = from => {
  const {user, system} = process.cpuUsage(from);
  return (user + system) / 1000;
};

/** The least that can be done: lines that are ready, compared with those before, and the changed ones written whole. */
function byHand(frames) {
  let shown = [];
  let out = 0;
  let changed = 0;
  const cpu = process.cpuUsage();
  const repeat = 20;
  for (let i = 0; i < repeat; i++) {
    for (const frame of frames) {
      const lines = frame.split('\n');
      let text = '';
      for (let row = 0; row < lines.length; row++) {
        if (lines[row] === shown[row]) continue;
        text += `\x1b[${row + 1};1H${lines[row]}`;
        changed++;
      }
      shown = lines;
      out += Buffer.byteLength(text);
    }
  }
  const count = frames.length * repeat;
  return {cpuMs: cpuMs(cpu) / count, bytes: out / count, changed: changed / count};
}

/** Ink with nothing to decide: the same frames as one text that is ready. */
async function byInk(frames) {
  app.rerender(createElement(Ready, {text: frames[0]}));
  const cpu = process.cpuUsage();
  for (const frame of frames) {
    app.rerender(createElement(Ready, {text: frame}));
    for (let i = 0; i < 3; i++) await turn();
  }
  return {cpuMs: cpuMs(cpu) / frames.length};
}

function Ready({text}) {
  return createElement(Text, {wrap: 'truncate'}, text);
}

let drawnBefore = 0;
for (const [what, make] of Object.entries(series)) {
  for (let n = 0; n < warm; n++) await draw(drawnBefore + n, make, looks[what]);
  seen.length = 0;
  painted = 0;
  bytes = 0;
  const cpu = process.cpuUsage();
  for (let n = 0; n < frames; n++) await draw(drawnBefore + warm + n, make, looks[what]);
  const used = cpuMs(cpu);
  drawnBefore += warm + frames;
  const all = [...seen];
  const hand = byHand(all);
  if (painted === 0) throw new Error('nothing was painted: the screen does not draw this model');
  const of = {painted, bytes};
  const ink = await byInk(all);
  // The models are made outside of the comparison only for `a new event`, whose folding belongs to the frame as well.
  console.log(
    JSON.stringify({
      what,
      columns,
      rows,
      frames,
      painted: of.painted,
      cpuMs: used / frames,
      bytes: of.bytes / frames,
      hand,
      ink,
    }),
  );
}
app.unmount();
process.exit();
