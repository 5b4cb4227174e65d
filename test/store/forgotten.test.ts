import {describe, expect, it, onTestFinished} from 'vitest';
import {panes} from '../../source/screen/panes.js';
import {createFeed} from '../../source/store/feed.js';
import {chosenCall, chosenRow, streamOf} from '../../source/store/select.js';
import {createStore} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {keysIn} from '../helpers/session.js';
import {calls} from '../helpers/several-calls.js';

/** A screen that has seen four calls; the third is chosen, with an event in its middle marked and another bookmarked. */
function watched() {
  const feed = createFeed(factOf);
  const all = calls(['talked', 0], ['busy', 100], ['talked', 200], ['crowd', 300]);
  const store = createStore({feed, panes, now: () => 0, onEffect: () => undefined, payload: async () => undefined});
  onTestFinished(() => store.close());
  const press = (keys: string) => {
    for (const key of keysIn(keys)) store.press(key);
  };
  feed.take(all.slice(0, -4));
  store.resize(100, 40);
  press('1 Up 3 Up Up Space Up m Up');
  /** What was chosen, by the numbers of the observations, which never change. */
  const chosen = () => {
    const model = store.getSnapshot();
    const {log} = model.world;
    const seqs = (rows: Iterable<number>) => [...rows].map(row => log.seq[row]);
    return {
      call: chosenCall(model)?.id,
      events: seqs(streamOf(model)),
      event: seqs([chosenRow(model) ?? -1]),
      marked: seqs(model.view.marked),
      bookmarks: seqs(model.view.bookmarks),
    };
  };
  return {feed, store, press, chosen, rest: all.slice(-4)};
}

describe('a screen whose oldest calls are let go', () => {
  it('shows the same, and what comes then', () => {
    const {feed, chosen, rest, press} = watched();
    const before = chosen();
    expect(before.event).not.toEqual(before.bookmarks);
    feed.forget(0.3);
    expect(feed.world().forgotten).toMatchObject({calls: 2});
    expect(chosen()).toEqual(before);
    feed.take(rest);
    press('Down Up');
    expect(chosen()).toEqual(before);
  });

  it('stands still while it is paused, and finds everything again afterwards', () => {
    const {feed, chosen, press} = watched();
    press('p');
    const before = chosen();
    feed.forget(0.1);
    feed.forget(0.1);
    expect(feed.world().forgotten).toMatchObject({calls: 2});
    expect(chosen()).toEqual(before);
    press('p');
    expect(chosen()).toEqual(before);
  });

  it('follows the newest call where the chosen one is gone', () => {
    const {feed, store, chosen, press} = watched();
    feed.forget(0.8);
    press('Down');
    const {view} = store.getSnapshot();
    expect([view.marked, [...view.bookmarks]]).toEqual([[], []]);
    expect(chosen().call).toBe([...feed.world().conversations.keys()].at(-1));
  });
});
