import {describe, expect, it} from 'vitest';
import {memberOfLeg} from '../../source/world/fold/leg.js';
import {membersOf} from '../../source/world/fold/member.js';
import {endingOf} from '../../source/world/read/ending.js';
import {historyOf, legsOf, witnessNames} from '../../source/world/read/history.js';
import {stateOf} from '../../source/world/read/state.js';
import {timingsOf} from '../../source/world/read/timings.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {ALICE, BOB, CALL, seedObservations} from '../helpers/seed.js';

const at = (time: string) => Date.parse(`2018-10-25T09:${time}Z`);

describe('the concept page’s call', () => {
  const world = fold(emptyWorld(), seedObservations());
  const conversation = world.conversations.get(CALL);
  if (!conversation) throw new Error('the call was not seen');
  const [alice, bob] = legsOf(world, conversation);

  it('is one conversation, ended', () => {
    expect([...world.conversations.keys()]).toEqual([CALL]);
    expect(stateOf(conversation)).toBe('ended');
    expect(conversation.name).toBe('NAM-1b2c4274-e3f2-494e-89c4-46856ee84a8b');
    expect(conversation.sequenceNumber).toBe(8);
  });

  it('has two legs, each with its history at the table’s times', () => {
    expect(alice).toMatchObject({
      id: ALICE.leg,
      direction: 'inbound',
      status: 'completed',
      from: '447700000001',
      to: '447700000002',
    });
    expect(bob).toMatchObject({
      id: BOB.leg,
      direction: 'outbound',
      status: 'completed',
      from: 'Unknown',
      to: '447700000003',
    });
    const life = (leg: typeof alice) =>
      leg && historyOf(world, leg).map(({status, at}) => [status, new Date(at).toISOString().slice(14, 23)]);
    expect(life(alice)).toEqual([
      ['started', '26:18.991'],
      ['ringing', '26:18.991'],
      ['answered', '26:30.340'],
      ['completed', '31:30.179'],
    ]);
    expect(life(bob)).toEqual([
      ['started', '26:24.384'],
      ['ringing', '26:24.384'],
      ['answered', '26:30.277'],
      ['completed', '31:30.179'],
    ]);
    expect(alice && timingsOf(world, alice)).toMatchObject({postDialMs: 0, ringMs: 11_349, talkMs: 299_839});
  });

  it('has two members, who speak through their own legs', () => {
    expect(membersOf(world, conversation)).toMatchObject([
      {
        id: ALICE.member,
        state: 'JOINED',
        legs: [ALICE.leg],
        joinedAt: at('26:30.334'),
        from: '447700000001',
        to: '447700000002',
      },
      {id: BOB.member, state: 'JOINED', legs: [BOB.leg], invitedAt: at('26:19.385'), joinedAt: at('26:30.270')},
    ]);
    expect(membersOf(world, conversation)[0]?.invitedAt).toBeUndefined();
    expect(memberOfLeg(alice, conversation.id)).toBe(ALICE.member);
    expect(memberOfLeg(bob, conversation.id)).toBe(BOB.member);
  });

  it('shows a fact seen by webhook and API once, with both witnesses', () => {
    const stream = conversation.rows.map(row => [
      world.log.typeOf(row),
      world.log.legOf(row) === BOB.leg ? 'Bob' : 'Alice',
      witnessNames(world, row).join('+'),
    ]);
    expect(stream).toEqual([
      ['started', 'Alice', 'webhook'],
      ['ringing', 'Alice', 'webhook'],
      ['answer', 'Alice', 'webhook'],
      ['member:joined', 'Alice', 'api'],
      ['started', 'Bob', 'webhook'],
      ['ringing', 'Bob', 'webhook+api'],
      ['member:joined', 'Bob', 'api'],
      ['member:media', 'Bob', 'api'],
      ['answered', 'Bob', 'webhook+api'],
      ['member:joined', 'Alice', 'api'],
      ['member:media', 'Alice', 'api'],
      ['answered', 'Alice', 'webhook+api'],
      ['completed', 'Alice', 'webhook'],
      ['completed', 'Bob', 'webhook'],
    ]);
  });

  it('says what became of it, and that nobody said who hung up', () => {
    expect(endingOf(world, conversation)).toBe(
      'Talked for 5 min 0 s. Who hung up is not known: no disconnected_by came.',
    );
  });
});
