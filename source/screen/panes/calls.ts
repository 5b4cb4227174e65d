import type {Model} from '../../store/model.js';
import {callsOf, chosenCall, windowStart} from '../../store/select.js';
import {callFinder, shownCalls} from '../../store/typing/found.js';
import {fit, printable, type Safe, safe} from '../../terminal/text.js';
import {legsOf} from '../../world/history.js';
import {problemsOf} from '../../world/problems.js';
import {callStatus, partiesOf, stateOf} from '../../world/state.js';
import {costOf, spanOf} from '../../world/timings.js';
import type {Conversation} from '../../world/world.js';
import {running, short} from '../format.js';
import {filterTitle, nothingFound} from '../input-line.js';
import {cell, type Line, line, type Part} from '../line.js';
import {type Look, lookOf} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** One row a call: number, id, direction, parties, state, how long, what it cost, how many problems. */
export function callsPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const all = callsOf(model.world);
  const calls = shownCalls(model);
  const finds = model.view.marksOnly ? callFinder(model) : undefined;
  const chosen = chosenCall(model);
  const at = calls.findIndex(call => call.id === chosen?.id);
  const perCall = width < NARROW && height > 1 ? 2 : 1;
  const shown = Math.floor(height / perCall);
  const start = windowStart(calls.length, at, model.view.call?.anchor ?? shown - 1, shown);
  const live = all.filter(call => stateOf(model.world, call) === 'active').length;
  return {
    title: [safe`Calls`, ['dim', safe` · ${live} live · ${all.length} total`]],
    right: filterTitle(model, 'calls', calls.length, all.length),
    lines:
      calls.length === 0 && all.length > 0
        ? nothingFound(look, width)
        : calls
            .slice(start, start + shown)
            .flatMap(call =>
              rows(model, look, width, call, call.id === chosen?.id, finds?.(call) === true).slice(0, perCall),
            ),
  };
}

/** Below this many cells a call has a second row for its parties. */
const NARROW = 60;

function rows(model: Model, look: Look, width: number, call: Conversation, selected: boolean, found: boolean): Line[] {
  const {world} = model;
  const mark: Part = selected ? ['focus', safe`▸`] : found ? ['found', safe`*`] : safe` `;
  if (call.id === '') {
    return [line(look, width, [mark, ['warn', safe` webhooks that belong to no call `], safe`${call.rows.length}`])];
  }
  const {direction, from, to} = partiesOf(world, call);
  const parties = safe`${printable(from ?? '–', 24)} → ${printable(to ?? '–', 24)}`;
  const status = lookOf(callStatus(world, call));
  const problems = problemsOf(world, call).filter(problem => problem.severity !== 'info').length;
  const legs = legsOf(world, call).length;
  const cost = costOf(world, call);
  const head: Part[] = [
    mark,
    cell('plain', safe`${call.index}`, 2, 'right'),
    cell(found ? 'found' : 'strong', short(call.id), 8),
    cell('dim', direction === 'inbound' ? safe`in` : direction === 'outbound' ? safe`out` : safe`–`, 3),
  ];
  const state: Part[] = [
    [status.role, safe`${status.glyph} ${fit(status.word, 10)} `],
    cell('plain', elapsed(model, call), 5, 'right'),
    cell('dim', cost === undefined ? safe`–` : safe`€${printable(cost.slice(0, 7))}`, 8, 'right'),
  ];
  const right: Part[] = [problems > 0 ? ['bad', safe`!${problems}`] : safe`  `];
  if (width < NARROW) {
    return [line(look, width, [...head, ...state], {right}), line(look, width, [['dim', safe`    ${parties}`]])];
  }
  const legCount = width >= 90 && cell('dim', legs === 1 ? safe`1 leg` : safe`${legs} legs`, 7);
  const used = 1 + 3 + 9 + 4 + 13 + 6 + 9 + 3 + (legCount ? 8 : 0);
  return [line(look, width, [...head, cell('plain', parties, width - used - 1), legCount, ...state], {right})];
}

/** How long the call has lasted, or lasted: from its first stamp to its last, or to now. */
function elapsed({world, now}: Model, call: Conversation): Safe {
  const {from, to} = spanOf(world, call);
  if (from === undefined) return safe`–`;
  const end =
    to ?? (stateOf(world, call) === 'ended' ? call.lastSeenAt : now) - (to === undefined ? (call.lag ?? 0) : 0);
  return running(end - from);
}
