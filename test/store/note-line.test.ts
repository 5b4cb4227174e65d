import {afterEach, describe, expect, it} from 'vitest';
import type {Note} from '../../source/call/observation.js';
import {panes} from '../../source/screen/panes.js';
import type {Effect} from '../../source/store/effects.js';
import {createFeed} from '../../source/store/feed.js';
import {chosenRow} from '../../source/store/select.js';
import {createStore, type Store} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {commentOf} from '../../source/world/read/comment.js';
import {keysIn} from '../helpers/session.js';
import {calls} from '../helpers/several-calls.js';

let store: Store | undefined;
afterEach(() => store?.close());

/** A screen on which notes come back as a recording brings them. */
function screen() {
  const feed = createFeed(factOf);
  const notes: Note[] = [];
  const onEffect = (effect: Effect) => {
    if (effect.type !== 'note') return;
    notes.push(effect.note);
    const {seq, now} = feed.world();
    feed.take([{source: 'control', action: 'note', note: effect.note, seq: seq + 1, at: now}]);
  };
  const made = createStore({feed, panes, now: () => 0, onEffect, payload: async () => undefined});
  store = made;
  feed.take(calls(['talked', 0], ['busy', 100]));
  made.resize(100, 40);
  const press = (keys: string) => {
    for (const key of keysIn(keys)) made.press(key);
  };
  const model = () => made.getSnapshot();
  const noted = () => commentOf(model().world, chosenRow(model()) ?? -1);
  return {feed, press, model, notes, noted, paste: made.paste};
}

describe('writing a note', () => {
  it('begins with what is noted, and keeps what was typed', () => {
    const {press, model, noted} = screen();
    press('w too Space late Enter');
    expect([noted(), model().view.noting]).toEqual(['too late', undefined]);
    press('w');
    expect(model().view.noting).toMatchObject({text: 'too late', cursor: 8});
    press('! Enter');
    expect(noted()).toBe('too late!');
  });

  it('changes nothing when it is left, or is what is noted already', () => {
    const {press, notes, noted} = screen();
    press('w no Esc w C-c w Enter');
    expect([notes, noted()]).toEqual([[], undefined]);
    press('w yes Enter w Enter w Space Enter');
    expect([notes.length, noted()]).toEqual([1, 'yes']);
  });

  it('is taken away by an empty one', () => {
    const {press, noted} = screen();
    press('w yes Enter w C-u Enter');
    expect(noted()).toBeUndefined();
  });

  it('stays on its event, whatever comes meanwhile, and goes where that is let go', () => {
    const {press, feed, model, notes} = screen();
    press('g w first');
    const row = model().view.noting?.row;
    const seq = model().world.log.seq[row ?? -1];
    feed.forget(0.4);
    press('! Enter');
    expect(notes).toMatchObject([{to: seq, text: 'first!'}]);
  });

  it('is done by its name, too', () => {
    const {press, noted} = screen();
    press(': note Space again Enter');
    expect(noted()).toBe('again');
  });

  it('takes pasted text, and no more than fits', () => {
    const {press, paste, noted} = screen();
    press('w');
    paste('x'.repeat(2000));
    press('Enter');
    expect(noted()).toHaveLength(500);
  });

  it('needs an event', () => {
    const feed = createFeed(factOf);
    const empty = createStore({feed, panes, now: () => 0, onEffect: () => undefined, payload: async () => undefined});
    store = empty;
    empty.resize(80, 24);
    empty.press('w');
    const {noting, message} = empty.getSnapshot().view;
    expect([noting, message?.text]).toEqual([undefined, expect.stringMatching(/^No event to note anything on/)]);
  });
});
