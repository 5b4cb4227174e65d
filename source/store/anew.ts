import type {ControlObservation} from '../call/observation.js';
import {counted} from '../text/counted.js';
import {type Moves, UNSTAMPED} from '../world/event-log.js';
import {witnessesOf} from '../world/fold/enter.js';
import {type Problem, problemsOf} from '../world/read/problems.js';
import type {World} from '../world/world.js';
import {callsOf} from './call-order.js';
import type {Model} from './model.js';
import {movedView} from './moved-view.js';
import {chosenCall, openProblems, problemKey} from './select.js';
import {sinceText} from './since-text.js';
import type {ViewState} from './view-state.js';

/**
 * Where rows of one World are in another one that was made of other observations of the same calls: the one has what the other lacks, and each counts for
 * itself. What a witness told there before the one that is known here is the row of both. Rows of calls that the other one has not are nowhere.
 */
export function sameRows(from: World, to: World): Moves {
  return row => {
    const [here, there] = [alike(from, from, row), alike(to, from, row)];
    // What is the same in all that is said of it is told apart by how much of it came later: what came before may be missing.
    const place = here.indexOf(from.log.speakerOf(row));
    return place < 0 ? undefined : there[there.length - here.length + place];
  };
}

/** The rows of a call of which one witness tells the same as that row of the other log. */
function alike(world: World, {log: known}: World, row: number): number[] {
  const {log, conversations} = world;
  const [id, arrived, at] = [known.id[row] ?? 0, known.arrived[row], known.at[row]];
  const isStamped = !known.has(row, UNSTAMPED);
  const isSame = (each: number): boolean => {
    if (id !== 0 && log.id[each] !== 0) return log.id[each] === id;
    const isThen = log.arrived[each] === arrived || (isStamped && log.at[each] === at && !log.has(each, UNSTAMPED));
    return isThen && log.typeOf(each) === known.typeOf(row) && log.legOf(each) === known.legOf(row);
  };
  const rows = conversations.get(known.conversationOf(row))?.rows ?? [];
  return rows.filter(each => witnessesOf(world, each).some(isSame));
}

/** What the person chose in one World, in another one of the same calls. It is now, and all of it is shown: what was cleared away may be what is asked for. */
export function viewAnew(view: ViewState, from: World, to: World): ViewState {
  const {unfollowedAt, acknowledged, onlyLeg} = view;
  const rows = sameRows(from, to);
  const {event, ...moved} = movedView({...view, unfollowedAt: undefined, cleared: undefined}, rows);
  return {
    ...moved,
    event,
    // Of what had two rows one may have one.
    marked: [...new Set(moved.marked)],
    onlyLeg: onlyLeg !== undefined && to.legs.has(onlyLeg) ? onlyLeg : undefined,
    unfollowedAt: event && unfollowedAt !== undefined ? rows(unfollowedAt) : undefined,
    acknowledged: acknowledgedIn(from, to, acknowledged),
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

/** The place of the chosen problem in the list of another World: that of the same one, where it is there. */
export function problemAnew(before: Model, after: Model): number {
  const {problem} = before.view;
  const call = chosenCall(before);
  const chosen = openProblems(before)[problem];
  if (!call || !chosen) return problem;
  const key = keysIn(before.world, after.world, call.id)(chosen);
  const place = openProblems(after).findIndex(each => problemKey(call.id, each) === key);
  return place < 0 ? problem : place;
}

function acknowledgedIn(from: World, to: World, acknowledged: ReadonlySet<string>): ReadonlySet<string> {
  const keys = [...acknowledged];
  const calls = [...from.conversations.values()].filter(({id}) => keys.some(key => key.startsWith(`${id} `)));
  return new Set(
    calls.flatMap(call =>
      problemsOf(from, call)
        .filter(problem => acknowledged.has(problemKey(call.id, problem)))
        .map(keysIn(from, to, call.id)),
    ),
  );
}

/** Problems are known by their rows, too: the key of a problem of a call in the other World. */
function keysIn(from: World, to: World, id: string): (problem: Problem) => string {
  const rows = sameRows(from, to);
  const about = (problem: Problem, moves: Moves): string =>
    problemKey(id, {...problem, row: problem.row === undefined ? undefined : moves(problem.row)});
  const call = to.conversations.get(id);
  const there = new Map(
    (call ? problemsOf(to, call) : []).map(each => [about(each, row => to.log.speakerOf(row)), problemKey(id, each)]),
  );
  return problem => {
    const key = about(problem, rows);
    return there.get(key) ?? key;
  };
}
