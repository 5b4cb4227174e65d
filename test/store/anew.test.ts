import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {panes} from '../../source/screen/panes.js';
import {anewText, sameRows} from '../../source/store/anew.js';
import {detailRows} from '../../source/store/detail/rows.js';
import {createFeed} from '../../source/store/feed.js';
import {createMoments} from '../../source/store/moments.js';
import {chosenCall, chosenProblem, chosenRow, openProblems, streamOf} from '../../source/store/select.js';
import {createStore} from '../../source/store/store.js';
import {factOf} from '../../source/vonage/facts.js';
import {commentOf} from '../../source/world/read/comment.js';
import type {World} from '../../source/world/world.js';
import {observationsIn, recordedScenarios} from '../helpers/recorded-scenarios.js';
import {rounds} from '../helpers/rounds.js';
import {keysIn} from '../helpers/session.js';
import {calls} from '../helpers/several-calls.js';
import {worldOf} from '../output/seed-call.js';

const all = calls(['talked', 0], ['menu', 100], ['talked', 150], ['busy', 250], ['crowd', 320]);

/** As a reader numbers what it reads from there on: replies to what was before are to nothing. */
const from = (start: number, some = all): Observation[] =>
  some.slice(start).map(each => ({
    ...each,
    seq: each.seq - start,
    ...(each.source === 'reply' && {to: Math.max(0, each.to - start)}),
  }));

/** What a row is, whatever its number. */
const sayingOf = ({log}: World, row: number) => [
  log.conversationOf(row),
  log.arrived[row],
  log.typeOf(row),
  log.legOf(row),
];

describe('rows of a World in one that was read from another time on', () => {
  it('are the same events, and those are nowhere that it lacks', () => {
    fc.assert(
      fc.property(fc.nat(all.length - 1), fc.nat(all.length - 1), (one, other) => {
        const [here, there] = [worldOf(from(one)), worldOf(from(other))];
        const rows = sameRows(here, there);
        const found = Array.from({length: here.log.length}, (_, row) => rows(row));
        for (const [row, same] of found.entries())
          if (same !== undefined) expect(sayingOf(there, same)).toEqual(sayingOf(here, row));
        const placed = found.filter(each => each !== undefined);
        expect(placed).toHaveLength(new Set(placed).size);
        // Whatever both of them were told of is found.
        const first = Math.max(one, other);
        const seen = (world: World, start: number) =>
          Array.from({length: world.log.length}, (_, row) => row).filter(
            row => (world.log.seq[row] ?? 0) + start > first,
          );
        expect(placed.length).toBeGreaterThanOrEqual(Math.min(seen(here, one).length, seen(there, other).length));
      }),
      {numRuns: rounds(40, 1000)},
    );
  });

  it.each(recordedScenarios)('are the same facts, whoever told of them first there: $name', async ({file}) => {
    const some = await observationsIn(file);
    const whole = worldOf(some);
    fc.assert(
      fc.property(fc.nat(some.length - 1), start => {
        const later = worldOf(from(start, some));
        for (const [here, there] of [
          [later, whole],
          [whole, later],
        ] as const) {
          const rows = sameRows(here, there);
          for (const {rows: stream} of here.conversations.values())
            for (const row of stream) {
              const same = rows(row);
              if (here === later) expect(same).toBeDefined();
              if (same === undefined) continue;
              expect(factIn(there, same)).toEqual(factIn(here, row));
              expect(there.conversations.get(there.log.conversationOf(same))?.rows).toContain(same);
            }
        }
      }),
      {numRuns: rounds(5, 100)},
    );
  });
});

/** What a row tells of, in the words of any witness. */
const factIn = ({log}: World, row: number) => [
  log.conversationOf(row),
  log.legOf(row),
  log.statusOf(row) ?? log.typeOf(row),
];

/** A screen that has seen the last calls: one is chosen, with an event in its middle, marks, a bookmark, a filter and a note. */
function watched(start: number) {
  const known = (begin: number) => {
    const feed = createFeed(factOf);
    const some = from(begin);
    const payload = async (seq: number) => some.find(each => each.seq === seq);
    const moments = createMoments({feed, factOf, payload});
    return {feed, some, payload, moments};
  };
  const first = known(start);
  const store = createStore({
    ...first,
    panes,
    now: () => 0,
    onEffect: () => undefined,
    mode: 'attached',
    follows: true,
  });
  onTestFinished(() => store.close());
  const press = (keys: string) => {
    for (const key of keysIn(keys)) store.press(key);
  };
  first.feed.take(first.some.slice(0, -3));
  store.resize(100, 40);
  const chosen = () => {
    const model = store.getSnapshot();
    const {world, view} = model;
    const said = (rows: Iterable<number>) => [...rows].map(row => sayingOf(world, row));
    return {
      call: chosenCall(model)?.id,
      events: said(streamOf(model)),
      event: said([chosenRow(model) ?? -1]),
      isFollowing: view.event === undefined,
      marked: said(view.marked),
      bookmarks: said(view.bookmarks),
      filter: view.callFilter,
      problems: openProblems(model).map(({code}) => code),
    };
  };
  return {first, known, store, press, chosen};
}

describe('a screen on which a bus is shown from another time on', () => {
  it('shows what was chosen, and what comes then', () => {
    const {known, store, press, chosen} = watched(60);
    press('1 Up 3 Up Up Space m Up a 1 / b u s y Enter 3');
    const before = chosen();
    expect(before.isFollowing).toBe(false);
    expect(before).toMatchObject({filter: 'busy', problems: []});
    expect([before.marked, before.bookmarks]).toEqual([expect.any(Array), before.marked]);
    const next = known(0);
    next.feed.take(next.some.slice(0, -3));
    store.replace(next, 1000);
    // Of the call that is chosen, the beginning was missing.
    const {events, ...others} = chosen();
    expect({...others, events: before.events}).toEqual(before);
    expect(events).toEqual(expect.arrayContaining(before.events));
    expect(events.length).toBeGreaterThan(before.events.length);
    expect(store.getSnapshot()).toMatchObject({since: 1000, latest: {seq: all.length - 3}});
    expect(store.getSnapshot().world.conversations.size).toBe(5);
    next.feed.take(next.some.slice(-3));
    press('Up Down');
    expect(chosen()).toEqual({...others, events});
    expect(store.getSnapshot().world).toBe(next.feed.world());
  });

  it('has the same problem chosen and acknowledged, also where others are in front of it there', async () => {
    const {file = ''} = recordedScenarios.find(({name}) => name === 'app-to-app') ?? {};
    const some = await observationsIn(file);
    const known = (start: number) => {
      const feed = createFeed(factOf);
      const payload = async () => undefined;
      feed.take(from(start, some));
      return {feed, payload, moments: createMoments({feed, factOf, payload})};
    };
    const problemsAfter = (keys: string) => {
      const store = createStore({...known(12), panes, now: () => 0, onEffect: () => undefined, mode: 'attached'});
      onTestFinished(() => store.close());
      store.resize(100, 40);
      for (const key of keysIn(keys)) store.press(key);
      const before = store.getSnapshot();
      store.replace(known(0));
      return [before, store.getSnapshot()].map(model => ({
        chosen: chosenProblem(model)?.text,
        open: openProblems(model).map(({text}) => text),
      }));
    };
    const [before, after] = problemsAfter('6');
    expect(before?.open).toHaveLength(1);
    expect(after?.open).toEqual([expect.any(String), before?.chosen]);
    expect(after?.chosen).toBe(before?.chosen);
    const [none, one] = problemsAfter('6 a');
    expect([none?.open, one?.open]).toEqual([[], after?.open.slice(0, 1)]);
  });

  it('has nothing chosen that it does not show any more, and follows the newest instead', () => {
    const {first, known, store, press, chosen} = watched(0);
    press('1 g 3 Up Up Space m');
    expect(chosen().marked).toHaveLength(1);
    const next = known(all.length - 20);
    next.feed.take(next.some);
    store.replace(next);
    expect(chosen()).toMatchObject({marked: [], bookmarks: [], isFollowing: true});
    // What comes of the one before is nothing to it.
    first.feed.take(first.some.slice(-3));
    press('Up');
    expect(store.getSnapshot().world).toBe(next.feed.world());
  });

  it('shows payloads by the numbers that they have now, also where those of before were on their way', async () => {
    const {known, store, press} = watched(60);
    const next = known(0);
    next.feed.take(next.some.slice(0, -3));
    const body = () => {
      const model = store.getSnapshot();
      const row = chosenRow(model) ?? -1;
      return model.payloads.get(model.world.log.seq[row] ?? -1);
    };
    press('3 Up Enter');
    store.replace(next);
    press('Down Up');
    await expect
      .poll(() => body()?.at)
      .toBe(store.getSnapshot().world.log.arrived[chosenRow(store.getSnapshot()) ?? -1]);
    expect(detailRows(store.getSnapshot()).length).toBeGreaterThan(3);
  });

  it('is now, and whole, whatever it was', () => {
    const {known, store, press, chosen} = watched(60);
    for (const keys of ['p', 'C y', '3 Up Up ,']) {
      press(keys);
      const next = known(0);
      next.feed.take(next.some);
      store.replace(next);
      const {view, world, waiting} = store.getSnapshot();
      expect([keys, view.paused, view.cleared, view.moment, waiting]).toEqual([keys, false, undefined, undefined, 0]);
      expect(world).toBe(next.feed.world());
      expect(chosen().events.length).toBeGreaterThan(0);
    }
  });

  it('goes back to earlier moments by what it shows', async () => {
    const {known, store, press} = watched(60);
    const next = known(0);
    next.feed.take(next.some);
    store.replace(next);
    press('1 g 0');
    await expect.poll(() => store.getSnapshot().world.log.length).toBe(1);
    expect(store.getSnapshot().world.conversations.keys().next().value).toBe(
      worldOf(all.slice(0, 3)).conversations.keys().next().value,
    );
  });
});

describe('what came of reading it again', () => {
  it.each([
    [60, 0, 1000, /^Read from .*: 5 calls, \d more than before\.$/],
    [0, all.length - 20, 1000, /^Read from .*: \d calls?, \d fewer than before\.$/],
    [60, 60, undefined, /^All is read that the stream still has: \d calls, as many as before\.$/],
  ])('is told in calls', (before, after, since, text) => {
    expect(anewText(worldOf(from(before)), worldOf(from(after)), {since, now: 0})).toMatch(text);
  });
});

describe('a note of one’s own', () => {
  it('is on the same event', async () => {
    const {notesAnew} = await import('../../source/store/anew.js');
    const feed = createFeed(factOf);
    const some = from(60);
    feed.take(some);
    const before = feed.world();
    const row = before.log.length - 5;
    const note = {to: before.log.seq[row] ?? 0, conversation: before.log.conversationOf(row), text: 'Look at this.'};
    feed.take([{source: 'control', action: 'note', at: 0, seq: -1, note}]);
    const next = createFeed(factOf);
    next.take(all);
    const notes = notesAnew(feed.world(), next.world());
    expect(notes).toHaveLength(1);
    next.take(notes.map((each, i) => ({...each, seq: -1 - i})));
    const same = sameRows(feed.world(), next.world())(row) ?? -1;
    expect(commentOf(next.world(), same)).toBe('Look at this.');
  });
});
