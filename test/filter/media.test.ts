import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {completeFilter} from '../../source/filter/complete.js';
import {parseFilter} from '../../source/filter/parse.js';
import {callFilter, rowFilter} from '../../source/filter/row-filter.js';
import {vocabularyOf} from '../../source/filter/vocabulary.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {agentCall} from '../helpers/agent-call.js';
import {talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

/** A socket that broke off without a close frame. */
const broken = agentCall.map((each): Observation => {
  if (each.source !== 'media' || each.event.kind !== 'close') return each;
  const {code: _, reason: __, ...event} = each.event;
  return {...each, event: {...event, by: 'vonage'}};
});

const worlds = {
  agent: fold(emptyWorld(), agentCall),
  broken: fold(emptyWorld(), broken),
  talked: fold(emptyWorld(), talked),
};

function found(world: World, text: string): string[] {
  const {filter, errors} = parseFilter(text);
  expect(errors).toEqual([]);
  const [call] = world.conversations.values();
  if (!filter || !call) throw new Error('no filter, or no call');
  const rows = call.rows.filter(rowFilter(world, call, filter, {}));
  // Of a call, not asks that no event is such.
  if (!text.includes('not ')) expect(callFilter(world, filter, {})(call)).toBe(rows.length > 0);
  return rows.map(row => world.log.typeOf(row).replace('websocket:', ''));
}

describe('what passed over a WebSocket', () => {
  it.each<[string, keyof typeof worlds, string[]]>([
    ['media:*', 'agent', ['open', 'connected', 'turn', 'clear', 'cleared', 'barge-in', 'closed']],
    ['media:clear', 'agent', ['clear', 'cleared']],
    ['media=clear', 'agent', ['clear']],
    ['media:*', 'talked', []],
    ['turn>800', 'agent', ['turn']],
    ['turn>0.8s', 'agent', ['turn']],
    ['turn>1.2s', 'agent', []],
    ['turn:840', 'agent', ['turn']],
    ['is:barge-in', 'agent', ['barge-in']],
    ['socket:open', 'agent', ['open']],
    ['socket:closed', 'agent', ['closed']],
    ['socket:4001 socket:application', 'agent', ['closed']],
    ['socket:1006', 'agent', []],
    ['ws:1006', 'broken', ['closed']],
    ['socket:vonage', 'broken', ['closed']],
    ['not media:* L2', 'agent', ['started', 'answered', 'completed']],
  ])('is found by %s in the call %s', (filter, world, types) => {
    expect(found(worlds[world], filter)).toEqual(types);
  });

  it('is offered while it is typed', () => {
    const offered = (text: string) => {
      const [call] = worlds.agent.conversations.values();
      return completeFilter(text, text.length, vocabularyOf(worlds.agent, call)).options.map(option => option.text);
    };
    expect(offered('media:tu')).toEqual(['turn']);
    expect(offered('socket:c')[0]).toBe('closed');
    expect(offered('is:bar')).toEqual(['barge-in']);
    expect(offered('tur')[0]).toBe('turn>');
  });
});
