import {asAmount} from '../loose.js';
import {actions as documented, isActionWord, meantAction} from './actions.js';
import {tagOf} from './fields.js';
import {error, type NccoRemarks, warning} from './remark.js';
import {given, isObject} from './rules.js';

type Action = Record<string, unknown>;

/** Rules about the order of actions: barge-in, and actions that are never reached. */
export function* checkSequence(ncco: readonly unknown[]): NccoRemarks {
  const actions = ncco.map(action => (isObject(action) ? action : {}));
  yield* checkBargeIn(actions);
  for (const [index, action] of actions.entries()) {
    if (!isPlayed(action) || given(action.bargeIn) || index === actions.length - 1) continue;
    if (action.loop === undefined || asAmount(action.loop) !== 0) continue;
    const text = '`loop` 0 repeats until the call ends, so no action after this one runs: give a number, or reorder.';
    yield warning({path: [index, 'loop']}, 'never-reached', text);
  }
}

/**
 * NCCO reference: `bargeIn` stays true until an `input`, which must be the next action of another kind; Vonage answers an NCCO
 * without it with an error event (Nexmo/nexmo-developer pull request 1662). Told where it was switched on, and not where an
 * action's name is wrong: that is told already.
 */
function* checkBargeIn(actions: readonly Action[]): NccoRemarks {
  let on: number | undefined;
  let isMixed = false;
  for (const [index, action] of [...actions, undefined].entries()) {
    if (on === undefined) {
      if (action && isPlayed(action) && given(action.bargeIn)) on = index;
      continue;
    }
    const kind = actions[on]?.action;
    const next = action && nameOf(action);
    if (next === 'talk' || next === 'stream') {
      isMixed ||= next !== kind;
      continue;
    }
    const place = {path: [on, 'bargeIn']};
    if (next === 'input' && isMixed) {
      const text = `With \`bargeIn\` the next action that is no \`${kind}\` must be \`input\`: move the \`input\` up.`;
      yield warning(place, 'barge-in', text);
    } else if (next !== 'input' && (next !== undefined || !action)) {
      const text = `With \`bargeIn\` an \`input\` must follow the \`${kind}\`: add one, or remove \`bargeIn\`.`;
      yield error(place, 'barge-in', text);
    }
    on = undefined;
    isMixed = false;
  }
}

function isPlayed({action}: Action): boolean {
  return action === 'talk' || action === 'stream';
}

/** What an action is or is meant to be; undefined where its name says nothing. */
function nameOf(action: Action): string | undefined {
  const name = action[tagOf(action, 'action')] ?? Object.values(action).find(isActionWord);
  return typeof name === 'string' && documented.has(name) ? name : meantAction(name);
}
