import {describe, expect, it} from 'vitest';
import {chosenCall, chosenRow} from '../../source/store/select.js';
import {busy, callee, news, observed} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';
import {modelOf, pressed} from '../screen/frame.js';

const next = {conversation_uuid: 'CON-22222222-0000-4000-8000-000000000000', uuid: 'another'};
const later = observed(news(callee('z', '331'), 'started', 60, next)).map(each => ({...each, seq: each.seq + 50}));

/** What is shown after some keys, then a new call, then some more keys: the call and the event. */
function shown(keys: readonly string[], then: readonly string[] = []) {
  const before = pressed(modelOf(busy), ...keys);
  const model = pressed({...before, world: fold(before.world, later)}, ...then);
  return {call: chosenCall(model)?.id.slice(0, 8), event: chosenRow(model), before: chosenRow(before)};
}

describe('When a new call comes in', () => {
  it('it is shown, while nobody looks at anything of the last one', () => {
    expect(shown([]).call).toBe('CON-2222');
    expect(shown(['2']).call).toBe('CON-2222');
  });

  it.each([
    ['an event higher up', ['k', 'k']],
    ['an event that is open', ['Enter']],
    ['a leg', ['2', 'j']],
    ['the events of a leg', ['L']],
    ['the events of a leg, opened', ['2', 'Enter']],
  ])('%s stays', (_, keys) => {
    const {call, event, before} = shown(keys);
    expect(call).toBe('CON-1111');
    expect(event).toBe(before);
  });

  it.each([
    ['G', ['k'], ['G']],
    ['F', ['k'], ['F']],
    ['Esc', ['Enter'], ['Esc', 'Esc']],
  ])('it is shown after %s, which follows again', (_, keys, then) => {
    expect(shown(keys).call).toBe('CON-1111');
    expect(shown(keys, then).call).toBe('CON-2222');
  });
});
