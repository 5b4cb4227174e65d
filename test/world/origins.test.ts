import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isWebhook, type Observation, type WebhookObservation} from '../../source/call/observation.js';
import {snapshotOf} from '../../source/output/snapshot.js';
import {readSnapshot} from '../../source/recording/from-snapshot.js';
import {createNumbering, type SeqMap} from '../../source/run/recordings/numbering.js';
import {createOrigins, withOrigin} from '../../source/run/recordings/origins.js';
import {forget} from '../../source/world/fold/forget.js';
import {copied} from '../../source/world/frozen.js';
import {arrivalsOf, listenersOf} from '../../source/world/read/listeners.js';
import type {World} from '../../source/world/world.js';
import {rounds} from '../helpers/rounds.js';
import {calls} from '../helpers/several-calls.js';
import {payloadOf, worldOf} from '../output/seed-call.js';

/** Four calls, of which some go on at the same time, as one listener recorded them. */
const whole = calls(['talked', 0], ['busy', 1], ['menu', 2], ['moved', 3]);

/** What each of two listeners recorded, by which of them a webhook came to; a reply is where its webhook is. */
function sharedOut(all: readonly Observation[], toSecond: readonly boolean[]): [Observation[], Observation[]] {
  const isSecond = (o: Observation) => toSecond[(o.source === 'reply' ? o.to : o.seq) - 1] === true;
  return [all.filter(o => !isSecond(o)), all.filter(isSecond)];
}

/** As they come over a bus that lets the second listener wait: each of its observations behind so many others. */
function arriving(first: readonly Observation[], second: readonly Observation[], behind: readonly number[]) {
  const listed = [
    ...first.map(o => ({o, from: 0, place: o.seq})),
    ...second.map((o, i) => ({o, from: 1, place: o.seq + highestUpTo(behind, i)})),
  ].sort((a, b) => a.place - b.place || a.from - b.from);
  const numbering = createNumbering();
  const origins = createOrigins();
  const seqs: SeqMap[] = [new Map(), new Map()];
  return listed.map(({o, from}) =>
    withOrigin(numbering.next(o, from, seqs[from] as SeqMap), origins, `recording ${from}`, `listener ${from}`),
  );
}

/** One that waits lets those behind it wait, too: each listener is heard in its own order. */
const highestUpTo = (behind: readonly number[], i: number): number => Math.max(...behind.slice(0, i + 1), 0);

/** What is known of the calls, but for when and in which order it was heard of: legs are called by their ids. */
async function known(observations: readonly Observation[]) {
  const {conversations} = await snapshotOf(worldOf(observations), {takenAt: 0, payload: payloadOf(observations)});
  return sorted(
    conversations.map(({id, verdict, legs, members, problems}) => {
      const names = new Map(legs.map(leg => [leg.label, leg.id]));
      const named = (text: string) => text.replaceAll(/\bL\d+\b/g, label => names.get(label) ?? label);
      return {
        ...{id, members, verdict: named(verdict)},
        legs: sorted(legs.map(({label, ...leg}) => leg)),
        problems: sorted(problems.map(({code, leg, text}) => ({code, leg, text: named(text)}))),
      };
    }),
  );
}

const sorted = <Each>(all: readonly Each[]): Each[] =>
  all
    .map(each => ({each, text: JSON.stringify(each)}))
    .sort((a, b) => (a.text < b.text ? -1 : 1))
    .map(({each}) => each);

const shares = fc.array(fc.boolean(), {minLength: whole.length, maxLength: whole.length});
const delays = fc.array(fc.oneof(fc.constant(0), fc.nat({max: 60}), fc.constant(400)), {
  minLength: whole.length,
  maxLength: whole.length,
});

describe('what two listeners have recorded of the same calls', () => {
  it('is what one would have recorded, however it is shared out and late one of them is', async () => {
    const expected = await known(whole);
    await fc.assert(
      fc.asyncProperty(shares, delays, async (toSecond, behind) => {
        expect(await known(arriving(...sharedOut(whole, toSecond), behind))).toEqual(expected);
      }),
      {numRuns: rounds(100, 5000)},
    );
  });

  it('would be called out of order, were they taken for one recording', async () => {
    const [first, second] = sharedOut(
      whole,
      whole.map(({seq}) => seq % 2 === 0),
    );
    const late = arriving(
      first,
      second,
      second.map(() => 20),
    );
    const problems = async (all: readonly Observation[]) => (await known(all)).flatMap(each => each.problems);
    expect(await problems(late)).not.toContainEqual(expect.objectContaining({code: 'out-of-order'}));
    const asOne = late.map(({origin, ...o}) => o as Observation);
    expect(await problems(asOne)).toContainEqual(expect.objectContaining({code: 'out-of-order'}));
  });

  it('is out of order where one of them saw it so', async () => {
    const [first, second] = statuses();
    const one = {id: 1, listener: 'laptop'};
    const problems = (all: readonly Observation[]) => known(all).then(calls => calls.flatMap(each => each.problems));
    const swapped = [
      {...second, seq: 1, origin: one},
      {...first, seq: 2, at: second.at + 1, origin: one},
    ];
    expect(await problems(swapped)).toContainEqual(expect.objectContaining({code: 'out-of-order'}));
    const apart = [swapped[0], {...swapped[1], origin: {id: 2, listener: 'lab'}}] as Observation[];
    expect(await problems(apart)).not.toContainEqual(expect.objectContaining({code: 'out-of-order'}));
  });

  it('is one event where both were told of it, and says by whom each delivery was heard', () => {
    const [first] = statuses();
    const twice = [
      {...first, seq: 1, origin: {id: 1, listener: 'laptop'}},
      {...first, seq: 2, at: first.at + 2000, origin: {id: 2, listener: 'lab'}},
    ] as const;
    const world = worldOf(twice);
    const [call] = world.conversations.values();
    expect(call?.rows).toEqual([0]);
    expect(world.log.deliveries[0]).toBe(2);
    expect(arrivalsOf(world, 0)).toEqual([
      {seq: 1, listener: 'laptop'},
      {seq: 2, listener: 'lab'},
    ]);
    expect(listenersOf(world, 0)).toEqual(['laptop', 'lab']);
    expect(arrivalsOf(worldOf([twice[0]]), 0)).toEqual([]);
  });

  it('stays told apart in a snapshot, a copy, and where other calls are let go', async () => {
    const [first, second] = sharedOut(
      whole,
      whole.map(({seq}) => seq % 3 === 0),
    );
    const all = arriving(
      first,
      second,
      second.map(() => 5),
    );
    const world = worldOf(all);
    const snapshot = await snapshotOf(world, {takenAt: 0, payload: payloadOf(all)});
    const read = await readSnapshot(JSON.stringify(snapshot));
    expect(await known(read)).toEqual(await known(all));
    const again = worldOf(read);
    expect(said(again)).toEqual(said(world));
    expect(said(copied(world))).toEqual(said(world));
    const kept = forget(world, 0.5).world;
    expect(kept.conversations.size).toBeLessThan(world.conversations.size);
    expect([...said(world)].filter(([id]) => kept.conversations.has(id))).toEqual([...said(kept)]);
  });
});

/** By whom each event of each call was heard. */
const said = (world: World) =>
  new Map(
    [...world.conversations].map(([id, {rows}]) => [id, rows.map(row => arrivalsOf(world, row).map(h => h.listener))]),
  );

/** The first two webhooks about one leg's status. */
function statuses(): [WebhookObservation, WebhookObservation] {
  const [first, second] = whole.filter(o => isWebhook(o) && o.source === 'event') as WebhookObservation[];
  if (!first || !second) throw new Error('there are no two');
  return [first, second];
}
