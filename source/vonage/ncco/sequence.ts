import {type Remark, type Remarks, warning} from './remark.js';
import {given, isObject} from './rules.js';

type Action = Record<string, unknown>;

/** Rules about the order of actions: barge-in, and actions that are never reached. */
export function* checkSequence(ncco: readonly unknown[]): Remarks {
  const actions = ncco.map(action => (isObject(action) ? action : {}));
  const followers = followersOf(actions);
  for (const [index, action] of actions.entries()) {
    if (action.action !== 'talk' && action.action !== 'stream') continue;
    if (given(action.bargeIn)) {
      const before = actions[index - 1];
      const saidBefore = before?.action === action.action && given(before?.bargeIn);
      if (!saidBefore && followers[index]?.action !== 'input') yield bargeIn(action.action, index);
    } else if (Number(action.loop ?? 1) === 0 && index < actions.length - 1) {
      const text = '`loop` 0 repeats until the call ends, so no action after this one runs: give a number, or reorder.';
      yield warning({path: [index, 'loop']}, 'never-reached', text);
    }
  }
}

/** NCCO reference: once `bargeIn` is true, the next action that is not of the same kind must be `input`. */
function bargeIn(kind: string, index: number): Remark {
  const text = `With \`bargeIn\` the next action that is no \`${kind}\` must be \`input\`: add one, or remove \`bargeIn\`.`;
  return warning({path: [index, 'bargeIn']}, 'barge-in', text);
}

/** For each action the next one of another kind, found in one walk from the end. */
function followersOf(actions: readonly Action[]): (Action | undefined)[] {
  const followers: (Action | undefined)[] = [];
  for (let index = actions.length - 1; index >= 0; index--) {
    const next = actions[index + 1];
    followers[index] = next?.action === actions[index]?.action ? followers[index + 1] : next;
  }
  return followers;
}
