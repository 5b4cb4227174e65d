import {render} from 'ink';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {Frame, inkOptions} from '../../source/screen/app.js';
import {frameDrawer} from '../../source/screen/frame.js';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import {createStore} from '../../source/store/store.js';
import {FullScreen} from '../../source/terminal/full-screen.js';
import {INK_INPUT} from '../../source/terminal/keyboard.js';
import {factOf} from '../../source/vonage/facts.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {fakeOutput} from '../terminal/fake-terminal.js';

const setup = {version: '1.0.0', url: 'http://127.0.0.1:3000', answer: 'a short spoken NCCO'};
const started: Draft = {source: 'control', action: 'start', setup};
const ended = observe([started, ...tableWebhooks().map(eventDraft)]);
const second = 1000;
const minute = 60 * second;

beforeEach(() => void vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout', 'Date'], now: ended.at(-1)?.at}));
let unmount = () => {};
afterEach(() => {
  unmount();
  vi.useRealTimers();
});

/** The screen on a terminal that says what was written to it. */
function open(columns: number, rows: number) {
  const {output, taken} = fakeOutput(columns, rows);
  const screen = new FullScreen(output);
  screen.enter();
  const feed = createFeed(factOf);
  const store = createStore({feed, panes, now: Date.now, onEffect: () => undefined, payload: async () => undefined});
  store.resize(columns, rows);
  const draw = frameDrawer({depth: 'many', ascii: false});
  const frame = () => <Frame lines={draw(store.getSnapshot())} />;
  const app = render(frame(), {
    stdin: INK_INPUT,
    stdout: screen as unknown as NodeJS.WriteStream,
    ...inkOptions,
  });
  store.subscribe(() => app.rerender(frame()));
  unmount = () => {
    app.unmount();
    store.close();
    screen.leave();
  };
  return {feed, store, taken};
}

/** Lets time pass as the program does, by a clock that beats. */
async function pass(store: ReturnType<typeof open>['store'], beats: number, ms = second) {
  for (let i = 0; i < beats; i++) {
    vi.setSystemTime(Date.now() + ms - second);
    store.clock();
    await vi.advanceTimersByTimeAsync(second);
    await new Promise(done => setImmediate(() => setImmediate(done)));
  }
}

describe('A screen on which nothing happens', () => {
  it.each([
    [80, 24],
    [120, 40],
    [160, 48],
  ])('writes nothing at %i×%i, though its clock beats', async (columns, rows) => {
    const {feed, store, taken} = open(columns, rows);
    feed.take(ended);
    await pass(store, 2);
    expect(taken()).toContain('completed');
    // Between two minutes of the clock, and two of how long ago the call was: both may change once a minute.
    vi.setSystemTime((ended.at(-1)?.at ?? 0) + 2 * minute);
    await pass(store, 2);
    taken();
    await pass(store, 5, 4 * second);
    expect(taken()).toBe('');
  });

  it('writes nothing while it waits for the first call', async () => {
    const {feed, store, taken} = open(80, 24);
    feed.take(ended.slice(0, 1));
    await pass(store, 2);
    expect(taken()).toContain('Waiting');
    await pass(store, 5, 10 * second);
    expect(taken()).toBe('');
  });
});

describe('A screen on which a call is up', () => {
  it('writes a few cells a second', async () => {
    const {feed, store, taken} = open(80, 24);
    feed.take(ended.slice(0, 5));
    await pass(store, 3, 10 * second);
    taken();
    await pass(store, 5);
    const bytes = taken().length / 5;
    expect(bytes).toBeGreaterThan(10);
    expect(bytes).toBeLessThan(400);
  });
});
