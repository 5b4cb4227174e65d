import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import type {Model} from '../../source/store/model.js';
import {chosenCall, chosenLegs, searchedOf, streamOf} from '../../source/store/select.js';
import {createStore, type StoreOptions} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {endingOf} from '../../source/world/read/ending.js';
import {eventView} from '../../source/world/read/event-view.js';
import {historyOf} from '../../source/world/read/history.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';

const call = observe(tableWebhooks().map(eventDraft));
const fromMemory = async (seq: number) => call.find(each => each.seq === seq);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function open(options: Partial<StoreOptions> = {}) {
  const feed = createFeed(factOf);
  const store = createStore({feed, panes, now: Date.now, onEffect: () => undefined, payload: fromMemory, ...options});
  const told: ReturnType<typeof store.getSnapshot>[] = [];
  store.subscribe(() => told.push(store.getSnapshot()));
  return {feed, store, told};
}

/** What a frame is drawn from: events, legs, and what is known of them. */
const seen = (model: Model) => [
  streamOf(model).map(row => eventView(model.world, only(chosenCall(model)), row)),
  chosenLegs(model).map(leg => [leg.status, historyOf(model.world, leg)]),
  endingOf(model.world, only(chosenCall(model))),
];

function only<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('there is no call');
  return value;
}

/** Payloads kept in memory come before the next turn. */
const turn = () => vi.advanceTimersByTimeAsync(1);

describe('The store', () => {
  it('shows an event together with its payload, in one frame', async () => {
    const {feed, store, told} = open();
    feed.take(call);
    await vi.advanceTimersByTimeAsync(1000);
    told.length = 0;
    store.press('Enter');
    await turn();
    expect(told.map(({view, payloads}) => [view.overlay, payloads.size])).toEqual([['detail', 1]]);
  });

  it('shows a key at once where the payload takes its time, and the payload when it comes', async () => {
    let read: (o: Observation | undefined) => void = () => undefined;
    const payload = new Promise<Observation | undefined>(resolve => {
      read = resolve;
    });
    const {feed, store, told} = open({payload: () => payload});
    feed.take(call);
    await vi.advanceTimersByTimeAsync(1000);
    told.length = 0;
    store.press('Enter');
    await turn();
    expect(told.at(-1)?.view.overlay).toBe('detail');
    read(call[7]);
    await vi.advanceTimersByTimeAsync(10);
    expect(told.at(-1)?.payloads.size).toBe(1);
  });

  it('shows a recording as it is read, however far its clock leaps while a frame is drawn', async () => {
    let clock = 0;
    const {feed, store, told} = open({mode: 'replay', now: () => clock});
    store.subscribe(() => {
      clock += 3_600_000;
    });
    for (const each of call) {
      feed.take([each]);
      await vi.advanceTimersByTimeAsync(1000);
      expect(told.at(-1)?.world.seq).toBe(each.seq);
    }
  });

  it('shows at once what a filter finds in a long call, and more as it is found', async () => {
    const {feed, store, told} = open({fps: 20});
    const [webhook = {}] = tableWebhooks();
    const digits = Array.from({length: 6000}, (_, i) =>
      eventDraft({
        ...webhook,
        status: undefined,
        dtmf: {digits: `q${i}`},
        timestamp: new Date(1e12 + i * 1000).toISOString(),
      }),
    );
    feed.take(observe(digits));
    await vi.advanceTimersByTimeAsync(1000);
    told.length = 0;
    // Each look at the clock is ten milliseconds later than the last.
    let clock = 0;
    const time = vi.spyOn(performance, 'now').mockImplementation(() => (clock += 10));
    for (const key of '/q99') store.press(key);
    const [, , , first] = told;
    expect(first && searchedOf(first)).toBeGreaterThan(0);
    await vi.advanceTimersByTimeAsync(5000);
    time.mockRestore();
    const last = store.getSnapshot();
    expect(told.at(-1)).toBe(last);
    expect(searchedOf(last)).toBeUndefined();
    expect(streamOf(last)).toHaveLength(digits.filter((_, i) => String(i).startsWith('99')).length);
    const frames = told.length;
    await vi.advanceTimersByTimeAsync(5000);
    expect(told).toHaveLength(frames);
  });

  it('goes on where a payload cannot be read back, and asks once', async () => {
    const payload = vi.fn(() => Promise.reject(new Error('gone')));
    const {feed, store} = open({payload});
    feed.take(call);
    await vi.advanceTimersByTimeAsync(1000);
    store.press('Enter');
    for (let i = 0; i < 5; i++) store.press('t');
    await vi.advanceTimersByTimeAsync(1000);
    expect(payload).toHaveBeenCalledTimes(1);
  });

  it.each([
    ['it is told to', {fps: 2}, 2],
    ['that is calm', {}, 20],
    ['what comes from a bus is not late by', {bus: 'qa'}, 40],
    ['it is told to, also of a bus', {bus: 'qa', fps: 2}, 2],
  ])('draws as often as %s, and keys besides', async (_, options, aSecond) => {
    const {feed, store, told} = open(options);
    await vi.advanceTimersByTimeAsync(1000);
    for (let i = 0; i < 400; i++) {
      feed.take(call.slice(0, 1));
      await vi.advanceTimersByTimeAsync(5);
    }
    expect(told.length).toBeGreaterThanOrEqual(2 * aSecond - 1);
    expect(told.length).toBeLessThanOrEqual(2 * aSecond + 1);
    store.press('t');
    expect(told.at(-1)?.view.time).toBe('utc');
  });

  it('stands still while it is frozen, its clock and its lists too, and then shows what is known by now', async () => {
    const {feed, store} = open();
    feed.take(call.slice(0, 2));
    await vi.advanceTimersByTimeAsync(100);
    store.press('p');
    const {now} = store.getSnapshot();
    const before = seen(store.getSnapshot());
    await vi.advanceTimersByTimeAsync(5000);
    feed.take(call.slice(2));
    store.clock();
    await vi.advanceTimersByTimeAsync(100);
    expect(store.getSnapshot()).toMatchObject({now, waiting: 6});
    expect(seen(store.getSnapshot())).toEqual(before);
    expect(feed.world().log.length).toBe(8);
    store.press('p');
    expect(store.getSnapshot()).toMatchObject({waiting: 0});
    expect(store.getSnapshot().now).toBeGreaterThan(now);
    expect(store.getSnapshot().world.log.length).toBe(8);
  });

  it('draws nothing in a recording, where no time passes', async () => {
    const {feed, store, told} = open({now: () => 5});
    feed.take(call);
    await vi.advanceTimersByTimeAsync(100);
    told.length = 0;
    store.clock();
    await vi.advanceTimersByTimeAsync(1000);
    expect(told).toEqual([]);
  });
});
