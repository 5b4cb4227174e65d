import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import type {Model} from '../../source/store/model.js';
import {createMoments} from '../../source/store/moments.js';
import {chosenCall, chosenRow, streamOf} from '../../source/store/select.js';
import {createStore} from '../../source/store/store.js';
import {timeLineOf} from '../../source/store/time-line.js';
import type {ViewState} from '../../source/store/view-state.js';
import {factOf} from '../../source/vonage/facts.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {keysIn} from '../helpers/session.js';
import {calls} from '../helpers/several-calls.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const two = calls(['menu', 0], ['talked', 5]);

/** A store that shows what was observed, and what a person sees of it after some keys. */
async function open(all: readonly Observation[] = two, mode: Model['mode'] = 'replay') {
  const feed = createFeed(factOf);
  const bySeq = new Map(all.map(each => [each.seq, each]));
  const payload = async (seq: number) => bySeq.get(seq);
  const store = createStore({
    feed,
    panes,
    mode,
    payload,
    now: () => all.at(-1)?.at ?? 0,
    moments: createMoments({feed, factOf, payload}),
    onEffect: () => undefined,
  });
  const take = async (some: readonly Observation[]) => {
    for (const each of some) bySeq.set(each.seq, each);
    feed.take(some);
    await vi.advanceTimersByTimeAsync(200);
  };
  await take(all);
  const model = () => store.getSnapshot();
  return {
    feed,
    store,
    take,
    model,
    /** Presses keys, and waits for what they lead to. */
    async keys(sentence: string) {
      for (const key of keysIn(sentence)) {
        store.press(key);
        await vi.advanceTimersByTimeAsync(20);
      }
    },
    /** How many events of the chosen call are shown, of how many. */
    place() {
      const line = timeLineOf(model());
      return `${line?.shown}/${line?.rows.length}`;
    },
  };
}

describe('The time line', () => {
  it('goes back and forth by one event, and shows the World as it was', async () => {
    const {keys, model, place} = await open();
    expect(place()).toBe('12/12');
    await keys(', ,');
    expect(place()).toBe('10/12');
    const {moment} = model().view;
    expect(model().world.seq).toBe(moment?.seq);
    expect(model().world.legs).toEqual(fold(emptyWorld(), two.slice(0, moment?.seq)).legs);
    await keys('.');
    expect(place()).toBe('11/12');
    await keys('. .');
    expect([place(), model().view.moment]).toEqual(['12/12', undefined]);
  });

  it('puts the event that has just arrived in front', async () => {
    const {keys, model} = await open();
    await keys('0');
    for (let n = 1; n < 12; n++) {
      const {world, view} = model();
      expect(world.log.seq[chosenRow(model()) ?? -1]).toBe(view.moment?.seq);
      await keys('.');
    }
  });

  it('has larger steps, the start, and the end', async () => {
    const {keys, place} = await open();
    await keys('(');
    expect(place()).toBe('2/12');
    await keys('(');
    expect(place()).toBe('1/12');
    await keys(',');
    expect(place()).toBe('1/12');
    await keys(')');
    expect(place()).toBe('11/12');
    await keys('0');
    expect(place()).toBe('1/12');
    await keys('G');
    expect(place()).toBe('12/12');
  });

  it.each([
    [': a t Space + 0 s Enter', '1/12'],
    [': a t Space 0 % Enter', '1/12'],
    [': a t Space 1 0 0 % Enter', '12/12'],
    [': a t Space + 9 h Enter', '12/12'],
  ])('goes to a moment: %s', async (sentence, expected) => {
    const {keys, place} = await open();
    await keys(sentence);
    expect(place()).toBe(expected);
  });

  it('says what is no time', async () => {
    const {keys, model} = await open();
    await keys(': a t Space s o o n Enter');
    expect(model().view.message?.text).toBe('soon is no time: write +12s, 12:04:11, or 40%.');
    expect(model().view.moment).toBeUndefined();
  });

  it('plays from the start to the end, sixteen times as fast as it was', async () => {
    const {keys, model, place, store} = await open();
    await keys('0 x x');
    expect(model().view.playSpeed).toBe(16);
    const line = timeLineOf(model());
    const length = (line?.to ?? 0) - (line?.from ?? 0);
    await keys('Space');
    const places = new Set<string>();
    store.subscribe(() => places.add(place()));
    await vi.advanceTimersByTimeAsync(length / 32);
    expect(model().view.moment?.speed).toBe(16);
    const now = model();
    expect(now.now - (line?.from ?? 0)).toBeGreaterThan(length / 3);
    expect(now.now - (line?.from ?? 0)).toBeLessThan(length * 0.7);
    await vi.advanceTimersByTimeAsync(length / 16);
    expect([place(), model().view.moment]).toEqual(['12/12', undefined]);
    expect(places.size).toBeGreaterThan(3);
  });

  it('stops playing on the same key, and goes on from there', async () => {
    const {keys, model} = await open();
    await keys('0 Space');
    await vi.advanceTimersByTimeAsync(1000);
    await keys('Space');
    const stopped = model().view.moment;
    await vi.advanceTimersByTimeAsync(5000);
    expect(model().view.moment).toEqual(stopped);
    expect(stopped?.speed).toBeUndefined();
    await keys('Space');
    await vi.advanceTimersByTimeAsync(1000);
    expect(model().view.moment?.at).toBeGreaterThan(stopped?.at ?? 0);
  });

  it('keeps marks and bookmarks of now, and those set in the past', async () => {
    const {keys, model} = await open();
    await keys('m , , , m G');
    expect(model().view.bookmarks.size).toBe(2);
    await keys('0');
    expect(model().view.bookmarks.size).toBe(0);
    await keys('G');
    expect(model().view.bookmarks.size).toBe(2);
  });

  it('goes back live while the feed goes on, and returns to a now that is later', async () => {
    const {keys, model, place, take} = await open(two.slice(0, -4), 'live');
    expect(model().view.hasTimeLine).toBe(false);
    await keys(',');
    const before = model().world;
    const rows = streamOf(model()).length;
    await take(two.slice(-4));
    expect(model().world).toBe(before);
    expect(streamOf(model())).toHaveLength(rows);
    expect(model().view.hasTimeLine).toBe(true);
    await keys('G');
    expect(model().world.seq).toBe(two.at(-1)?.seq);
    expect(place()).toBe('12/12');
  });

  it('returns to now where calls are let go meanwhile', async () => {
    const all = calls(['menu', 0], ['busy', 100], ['talked', 300]);
    const {feed, keys, model} = await open(all, 'live');
    await keys('m ,');
    expect(model().view.moment).toBeDefined();
    feed.forget(0.5);
    await vi.advanceTimersByTimeAsync(200);
    expect(model().view.moment).toBeUndefined();
    expect(model().world).toBe(feed.world());
    expect(model().world.log.seq[[...model().view.bookmarks][0] ?? -1]).toBeGreaterThan(all.length / 2);
    await keys(',');
    expect(model().world.seq).toBeLessThan(all.length);
  });

  it('goes back from a frozen display', async () => {
    const {keys, model} = await open();
    await keys('p , G');
    expect(model().view.paused).toBe(false);
  });

  it('shows the call of now where there was only a leg of it', async () => {
    const {keys, model} = await open();
    const id = chosenCall(model())?.id;
    await keys('0');
    expect(timeLineOf(model())?.call.id).toBe(id);
  });

  it.each<[string, Partial<ViewState>]>([
    ['has no row on a low screen', {rows: 16}],
    ['has a row on a usual one', {rows: 24}],
  ])('%s', async (_, {rows = 0}) => {
    const {store, model} = await open();
    store.resize(80, rows);
    expect(model().view.hasTimeLine).toBe(rows > 20);
  });
});
