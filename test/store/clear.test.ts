import {afterEach, describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import {chosenCall, streamOf} from '../../source/store/select.js';
import {createStore, type Store} from '../../source/store/store.js';
import {shownCalls} from '../../source/store/typing/found.js';
import {factOf} from '../../source/vonage/facts.js';
import {busy, talked} from '../helpers/calls.js';

let store: Store;
afterEach(() => store.close());

function watch(observations: readonly Observation[]) {
  const feed = createFeed(factOf);
  store = createStore({feed, panes, now: () => 0, onEffect: () => undefined, payload: async () => undefined});
  const ingest = (more: readonly Observation[]) => {
    feed.take(more);
    store.resize(80, 24);
  };
  ingest(observations);
  const press = (...keys: string[]) => {
    for (const key of keys) store.press(key);
  };
  const model = () => store.getSnapshot();
  const seen = () => ({calls: shownCalls(model()).length, events: streamOf(model()).length});
  return {ingest, press, model, seen};
}

describe('clearing the display', () => {
  it('asks first, and any other key is a no', () => {
    const {press, seen, model} = watch(busy);
    const before = seen();
    press('C', 'x');
    expect([seen(), model().view.overlay]).toEqual([before, undefined]);
  });

  it.each(['C', 'Esc'])('takes everything away, says so, and %s brings it back', key => {
    const {press, seen, model} = watch(busy);
    const before = seen();
    press('C', 'y');
    expect([seen(), chosenCall(model())]).toEqual([{calls: 0, events: 0}, undefined]);
    expect(model().view.message?.text).toBe('Cleared: 1 call and all events so far. C or Esc brings them back.');
    expect(model().world.log.length).toBeGreaterThan(0);
    press(key);
    expect(seen()).toEqual(before);
  });

  it('lets a call that is up stay, with what comes from then on', () => {
    const {press, seen, ingest} = watch(talked.slice(0, 8));
    press('C', 'Enter');
    expect(seen()).toEqual({calls: 1, events: 0});
    ingest(talked.slice(8));
    expect(seen().calls).toBe(1);
    const since = seen().events;
    press('C');
    expect(seen().events).toBeGreaterThan(since);
    expect(since).toBeGreaterThan(0);
  });

  it('has nothing to do before anything came', () => {
    const {press, model} = watch([]);
    press('C');
    expect([model().view.overlay, model().view.message?.text]).toEqual([undefined, 'There is nothing to clear yet.']);
  });
});
