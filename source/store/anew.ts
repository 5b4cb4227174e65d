import type {ControlObservation} from '../call/observation.js';
import {counted} from '../text/counted.js';
import type {Moves} from '../world/event-log.js';
import {problemsOf} from '../world/read/problems.js';
import type {World} from '../world/world.js';
import {callsOf} from './call-order.js';
import {movedView} from './moved-view.js';
import {problemKey} from './select.js';
import {sinceText} from './since-text.js';
import type {ViewState} from './view-state.js';

/**
 * Where rows of one World are in another one that was made of other observations of the same calls: the one has what the other lacks, and each counts for
 * itself. Rows of calls that the other one has not are nowhere.
 */
export function sameRows(from: World, to: World): Moves {
  return row => {
    const [here, there] = [alike(from, from, row), alike(to, from, row)];
    // What is the same in all that is said of it is told apart by how much of it came later: what came before may be missing.
    const place = here.indexOf(row);
    return place < 0 ? undefined : there[there.length - here.length + place];
  };
}

/** The rows of a call that say the same as that row of `from`, and came at the same time. */
function alike({log, conversations}: World, {log: known}: World, row: number): number[] {
  const rows = conversations.get(known.conversationOf(row))?.rows ?? [];
  return rows.filter(
    each =>
      log.arrived[each] === known.arrived[row] &&
      log.id[each] === known.id[row] &&
      log.typeOf(each) === known.typeOf(row) &&
      log.legOf(each) === known.legOf(row),
  );
}

/** What the person chose in one World, in another one of the same calls. It is now, and all of it is shown: what was cleared away may be what is asked for. */
export function viewAnew(view: ViewState, from: World, to: World): ViewState {
  const {unfollowedAt, acknowledged} = view;
  const rows = sameRows(from, to);
  const {event, ...moved} = movedView({...view, unfollowedAt: undefined, cleared: undefined}, rows);
  return {
    ...moved,
    event,
    unfollowedAt: event && unfollowedAt !== undefined ? rows(unfollowedAt) : undefined,
    acknowledged: acknowledgedIn(from, acknowledged, rows),
    lanes: undefined,
    moment: undefined,
    paused: false,
  };
}

/** What was noted here alone, for the other World: it is in no recording. */
export function notesAnew(from: World, to: World): Omit<ControlObservation, 'seq'>[] {
  const rows = sameRows(from, to);
  return [...from.log.comments].flatMap(([before, {text, seq}]) => {
    const row = seq < 0 ? rows(before) : undefined;
    if (row === undefined) return [];
    const note = {to: to.log.seq[row] ?? 0, id: to.log.id[row] || undefined, text};
    return [{source: 'control', action: 'note', at: to.now, note: {...note, conversation: to.log.conversationOf(row)}}];
  });
}

/** What came of it, for people. */
export function anewText(before: World, after: World, {since, now}: {since?: number; now: number}): string {
  const [had, has] = [before, after].map(world => callsOf(world).filter(({id}) => id !== '').length) as [
    number,
    number,
  ];
  const from = since === undefined ? 'All is read that the stream still has' : `Read from ${sinceText(since, now)} on`;
  const change =
    has === had ? 'as many as before' : `${Math.abs(has - had)} ${has > had ? 'more' : 'fewer'} than before`;
  return `${from}: ${counted(has, 'call')}, ${change}.`;
}

/** Problems are known by their rows, too. */
function acknowledgedIn(from: World, acknowledged: ReadonlySet<string>, rows: Moves): ReadonlySet<string> {
  const keys = [...acknowledged];
  const calls = [...from.conversations.values()].filter(({id}) => keys.some(key => key.startsWith(`${id} `)));
  return new Set(
    calls.flatMap(call =>
      problemsOf(from, call)
        .filter(problem => acknowledged.has(problemKey(call.id, problem)))
        .map(problem =>
          problemKey(call.id, {...problem, row: problem.row === undefined ? undefined : rows(problem.row)}),
        ),
    ),
  );
}
