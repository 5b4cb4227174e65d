import {callsOf} from '../call-order.js';
import {isEmptied} from '../cleared.js';
import type {Effect} from '../effects.js';
import type {Model} from '../model.js';
import {overlayBox} from '../overlay.js';
import type {ViewState} from '../view-state.js';
import {keyFor} from './key-names.js';

/** Parts of the view that show wherever somebody is; the others can be seen in the panes only. */
const always: readonly (keyof ViewState)[] = [
  'columns',
  'rows',
  'overlay',
  'scroll',
  'explained',
  'helpSearch',
  'ready',
  'saveAt',
  'replayAt',
  'typing',
  'searching',
  'palette',
  'noting',
  'message',
  'paused',
  'moment',
  'playSpeed',
  'masking',
  'theme',
  'cleared',
];

/** Why nothing of a change is to be seen; undefined where something is. `idle`: what a command says that finds nothing to do. */
export function whyNothing(
  model: Model,
  {view: after = model.view, effect}: {view?: ViewState; effect?: Effect},
  idle = 'Nothing to do: it is so already.',
): string | undefined {
  const {view} = model;
  const isOther = (key: keyof ViewState) => !isAlike(view[key], after[key]);
  const others = (Object.keys({...view, ...after}) as (keyof ViewState)[]).filter(isOther);
  if (effect) return undefined;
  if (others.length === 0) return whyHidden(model, after) ?? idle;
  const isInPanes = others.some(key => !always.includes(key));
  const isOnlySaid = others.every(key => key === 'message' || !always.includes(key));
  return isInPanes && isOnlySaid ? whyHidden(model, after) : undefined;
}

/** Why the panes are not to be seen, neither before nor after. */
function whyHidden(model: Model, after: ViewState): string | undefined {
  const {view, world, mode, isComplete} = model;
  if (view.typing || view.searching || view.palette || view.noting) return undefined;
  if (overlayBox(view) && overlayBox(after))
    return `That is about the panes, which are covered: ${keyFor(model, 'back')} closes what covers them.`;
  if (view.focus === 'session' || after.focus === 'session') return undefined;
  if (isEmptied(model))
    return `Nothing to show since the display was cleared: ${keyFor(model, 'clear')} shows all again.`;
  if (callsOf(world).length > 0) return undefined;
  const session = `${keyFor(model, 'pane-session')} shows the session.`;
  if (mode !== 'replay') return `No call yet, so there is nothing to show: ${session}`;
  return isComplete ? `This recording holds no call to show: ${session}` : `No call was read yet: ${session}`;
}

/** Whether two parts of the view say the same. */
function isAlike(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || !one || !other) return false;
  if (one instanceof Set && other instanceof Set)
    return one.size === other.size && [...one].every(each => other.has(each));
  const [left, right] = [new Map(Object.entries(one)), new Map(Object.entries(other))];
  return [...left.keys(), ...right.keys()].every(key => isAlike(left.get(key), right.get(key)));
}
