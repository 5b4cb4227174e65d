import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import {type Snapshot, snapshotSchema} from '../../source/output/snapshot-schema.js';
import {seedCall} from '../../source/simulator/index.js';
import type {World} from '../../source/world/world.js';
import {withoutArrival} from '../output/expected-seed-snapshot.js';
import {temporaryFolder} from '../recording/folder.js';
import {expectedLiveConversation} from './expected-live-call.js';
import {contents, type Folded, replayed, watchSeedCall} from './watched-call.js';

const takenAt = Date.UTC(2018, 9, 25, 9, 40);

const taken = ({world, payload}: Folded) => snapshotOf(world, {takenAt, payload});

/** Without arrival, without how many ms a reply took, and without the place of what has no stamp: it is a guess by arrival. */
function settled({conversations: [conversation]}: Snapshot) {
  const {events = [], ...rest} = withoutArrival(conversation) ?? {};
  const timeless = events.map(({reply, ...event}) => ({
    ...event,
    reply: reply && {status: reply.status, by: reply.by},
  }));
  return {...rest, events: stampedFirst(timeless)};
}

function stampedFirst<T extends {stamped: boolean}>(events: readonly T[]): T[] {
  return [...events.filter(({stamped}) => stamped), ...events.filter(({stamped}) => !stamped)];
}

describe('the concept page’s call, placed by the simulator and watched through HTTP', () => {
  it.each([
    ['each event saying truly whom it is from', false],
    ['events 2 to 5 saying wrongly that they are from Alice, as the page prints them', true],
  ])('is in the snapshot what the page says, field by field: %s', async (_, conceptPageFrom) => {
    const live = await watchSeedCall(join(await temporaryFolder(), 'call.ndjson'), {conceptPageFrom});
    const snapshot = await taken(live);
    expect(snapshot.conversations).toHaveLength(1);
    const {events, ...rest} = expectedLiveConversation;
    expect(settled(snapshot)).toEqual({...rest, events: stampedFirst(events)});
    expect(snapshot.unattributed).toEqual({events: [], problems: []});
    expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);

    const [alice, bob] = seedCall.ids.legs;
    const attributed = (snapshot.conversations[0]?.events ?? [])
      .filter(event => event.id !== null)
      .sort((a, b) => Number(a.id) - Number(b.id))
      .map(({id, leg, member}) => [id, leg, member]);
    const [aliceMember, bobMember] = seedCall.ids.members;
    const ringing = snapshot.conversations[0]?.events.find(event => event.id === 2);
    const api = ringing?.raw.find(raw => raw.witness === 'api');
    expect(api).toMatchObject({event: {from: conceptPageFrom ? aliceMember : bobMember}});
    expect(attributed).toEqual([
      [1, alice, aliceMember],
      [2, bob, bobMember],
      [3, bob, bobMember],
      [4, bob, bobMember],
      [5, bob, bobMember],
      [6, alice, aliceMember],
      [7, alice, aliceMember],
      [8, alice, aliceMember],
    ]);
  });

  it('is the same World, payloads included, when its recording is read again', async () => {
    const file = join(await temporaryFolder(), 'call.ndjson');
    const live = await watchSeedCall(file);
    const before = await taken(live);
    const again = await replayed(file);
    // What was worked out of it lately is no part of it.
    const known = ({memo, ...world}: World) => contents(world);
    expect(known(again.world)).toEqual(known(live.world));
    expect(await taken(again)).toEqual(before);
    expect(before.conversations[0]?.events.every(event => event.raw.length > 0)).toBe(true);
  });
});
