import {clock, runningShort} from '../output/format.js';
import {outcomeOfCall, type TakenCall, takeCall} from '../output/html/taken.js';
import type {Role} from '../output/roles.js';
import {callsOf, durationOf, isUp, liveCount} from '../store/call-order.js';
import type {Safe} from '../text/printable.js';
import {isSerious, problemsOf} from '../world/read/problems.js';
import {movedTo, partiesOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';

/** What somebody wants to see: a call (the newest without one), and how many calls and events of it. */
export type PageWish = {call?: string; calls: number; events: number};

/** A call in the list. Texts come from outside. */
export type CallRow = {
  id: string;
  /** Its number, by which a page finds it again. */
  index: number;
  from?: string;
  to?: string;
  /** Where no party is known. */
  name: string;
  outcome: readonly [Role, Safe];
  /** UTC, to the second. */
  began: string;
  /** How long it has lasted, as `02:11`; empty before anything happened. */
  lasts: string;
  /** Errors and warnings. */
  problems: number;
  isUp: boolean;
};

export type Shown = {
  /** The newest first, as many as are wanted. */
  calls: readonly CallRow[];
  /** How many calls there are, and how many of them are up. */
  count: number;
  up: number;
  chosen?: ShownCall;
  /** What of the monitor fails, in its words. */
  failing: readonly string[];
  /** Calls that there was no memory for. */
  forgotten: number;
};

export type ShownCall = {
  taken: TakenCall;
  /** Rows of the log, of the events that are shown: the newest. */
  rows: readonly number[];
  /** How many events came before those. */
  older: number;
};

/** Since when nothing comes any more to the monitor from where it has its calls, a bus, ms since the epoch; undefined while it does. */
export function cutOffAt({health}: World): number | undefined {
  const feed = health.get('feed');
  return feed?.state === 'failing' ? feed.at : undefined;
}

/** What the page shows of a World at `now`, ms: it costs what is shown, however much there is. */
export function shownOf(world: World, wish: PageWish, now: number): Shown {
  const all = callsOf(world);
  const chosen = chosenOf(world, all, wish.call);
  return {
    calls: newest(all, wish.calls).map(call => rowOf(world, call, now)),
    count: all.length - (world.conversations.has('') ? 1 : 0),
    up: liveCount(world),
    chosen: chosen && callOf(world, chosen, wish.events, now),
    failing: [...world.health.values()]
      .filter(({state, conversation}) => state === 'failing' && conversation === undefined)
      .map(({part, text}) => `${part}: ${text}`),
    forgotten: world.forgotten?.calls ?? 0,
  };
}

function chosenOf(world: World, calls: readonly Conversation[], id: string | undefined): Conversation | undefined {
  const wanted = id === undefined ? undefined : world.conversations.get(id);
  if (wanted) return wanted;
  const last = calls.findLast(call => call.id !== '') ?? calls.at(-1);
  return last && (movedTo(world, last) ?? last);
}

/** The newest first; what belongs to no call stays last. */
function newest(calls: readonly Conversation[], most: number): readonly Conversation[] {
  const loose = calls.at(-1)?.id === '' ? calls.at(-1) : undefined;
  const real = loose ? calls.length - 1 : calls.length;
  const shown = calls.slice(Math.max(0, real - most), real).reverse();
  return loose ? [...shown, loose] : shown;
}

type Settled = Omit<CallRow, 'lasts'>;
const memo = new WeakMap<Conversation, Settled>();

function rowOf(world: World, call: Conversation, now: number): CallRow {
  const settled = memo.get(call) ?? settledOf(world, call);
  memo.set(call, settled);
  const duration = call.id === '' ? undefined : durationOf(world, call, now);
  return {...settled, lasts: duration === undefined ? '' : runningShort(duration)};
}

function settledOf(world: World, call: Conversation): Settled {
  const {from, to} = partiesOf(world, call);
  const first = world.log.at[call.rows[0] ?? -1];
  return {
    id: call.id,
    index: call.index,
    from,
    to,
    name: call.id === '' ? 'What belongs to no call' : (call.displayName ?? call.name ?? call.id),
    outcome: outcomeOfCall(world, call),
    began: first === undefined ? '' : clock(first, true).slice(0, 8),
    problems: problemsOf(world, call).filter(isSerious).length,
    isUp: isUp(call),
  };
}

function callOf(world: World, call: Conversation, most: number, now: number): ShownCall {
  const rows = call.rows.slice(-most);
  return {taken: takeCall(world, call, {shown: rows, now}), rows, older: call.rows.length - rows.length};
}
