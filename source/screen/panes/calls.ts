import type {Model} from '../../store/model.js';
import {callsOf, chosenCall, windowStart} from '../../store/select.js';
import {fit, printable, type Safe, safe} from '../../terminal/text.js';
import {legsOf} from '../../world/history.js';
import {problemsOf} from '../../world/problems.js';
import {callStatus, partiesOf, stateOf} from '../../world/state.js';
import {costOf, spanOf} from '../../world/timings.js';
import type {Conversation} from '../../world/world.js';
import {running, short} from '../format.js';
import {cell, type Line, line, type Part} from '../line.js';
import {type Look, lookOf} from '../look.js';
import type {Inside, PaneView} from '../pane-view.js';

/** One row a call: number, id, direction, parties, state, how long, what it cost, how many problems. */
export function callsPane(model: Model, look: Look, {width, height}: Inside): PaneView {
  const calls = callsOf(model.world);
  const chosen = chosenCall(model);
  const at = calls.findIndex(call => call.id === chosen?.id);
  const start = windowStart(calls.length, at, model.view.call?.anchor ?? height - 1, height);
  const live = calls.filter(call => stateOf(model.world, call) === 'active').length;
  return {
    title: [safe`Calls`, ['dim', safe` · ${live} live · ${calls.length} total`]],
    lines: calls.slice(start, start + height).map(call => row(model, look, width, call, call.id === chosen?.id)),
  };
}

function row(model: Model, look: Look, width: number, call: Conversation, selected: boolean): Line {
  const {world} = model;
  const mark: Part = selected ? ['focus', safe`▸`] : safe` `;
  if (call.id === '') {
    return line(look, width, [mark, ['warn', safe`   webhooks that belong to no call `], safe`${call.rows.length}`]);
  }
  const status = lookOf(callStatus(world, call));
  const {direction, from, to} = partiesOf(world, call);
  const problems = problemsOf(world, call).filter(problem => problem.severity !== 'info').length;
  const bad: Part = problems > 0 ? ['bad', safe`!${problems}`] : safe`  `;
  const legs = legsOf(world, call).length;
  const wide = width >= 60;
  const widest = width >= 90;
  const parties: Safe = safe`${printable(from ?? '–', 24)} → ${printable(to ?? '–', 24)}`;
  const cost = costOf(world, call);
  const fixed = 1 + 3 + 9 + 4 + 13 + 6 + (widest ? 7 : 0) + (wide ? 10 : 0) + 3;
  return line(
    look,
    width,
    [
      mark,
      cell('plain', safe`${call.index}`, 2, 'right'),
      cell('strong', short(call.id), 8),
      cell('dim', direction === 'inbound' ? safe`in` : direction === 'outbound' ? safe`out` : safe`–`, 3),
      cell('plain', parties, Math.max(0, width - fixed - 1)),
      widest ? cell('dim', legs === 1 ? safe`1 leg` : safe`${legs} legs`, 6) : undefined,
      [status.role, safe`${status.glyph} ${fit(status.word, 10)} `],
      cell('plain', elapsed(model, call), 5, 'right'),
      wide
        ? cell('dim', cost === undefined ? safe`–` : safe`€${printable(cost, 12).slice(0, 8) as Safe}`, 9, 'right')
        : undefined,
    ],
    {right: [bad]},
  );
}

/** How long the call has lasted, or lasted: from its first stamp to its last, or to now. */
function elapsed({world, now}: Model, call: Conversation): Safe {
  const {from, to} = spanOf(world, call);
  if (from === undefined) return safe`–`;
  const end =
    to ?? (stateOf(world, call) === 'ended' ? call.lastSeenAt : now) - (to === undefined ? (call.lag ?? 0) : 0);
  return running(end - from);
}
