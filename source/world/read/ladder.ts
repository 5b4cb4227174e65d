import {eventTypes, type Way} from '../../call/event-types.js';
import type {Ncco} from '../../call/fact.js';
import type {Status} from '../../call/status.js';
import {API, BY_APPLICATION, GET, OUT_OF_ORDER, PROBLEM, RTC, UNSTAMPED, WEBHOOK} from '../event-log.js';
import {witnessesOf} from '../fold/enter.js';
import type {SocketPlace} from '../socket.js';
import type {Conversation, Witness, World} from '../world.js';
import {absentWitnesses, differencesOf} from './agreement.js';
import {commentOf} from './comment.js';
import {labelOf, nameOf} from './event-view.js';
import {legsOf} from './history.js';
import {legOfRow} from './leg-of-row.js';
import {wayOf} from './signal.js';
import {socketToName} from './sockets.js';
import {partyOf, stateOf, typeOf} from './state.js';
import {type Timings, timingsOf} from './timings.js';

/** Who takes part in a call: one vertical line. Names come from outside: unsafe to print as they are. */
export type Lane =
  | {kind: 'vonage' | 'application'}
  | {kind: 'party'; leg: string; label: string; name: string; timings: Timings};

/** One event of the stream as what passed between lanes. Texts come from outside: unsafe to print as they are. */
export type LadderStep = {
  row: number;
  /** Vonage's stamp (an estimate when `stamped` is false), ms since the epoch. */
  at: number;
  stamped: boolean;
  /** What happened, in a word or two: `ringing`, `dtmf 1`, `say`. */
  text: string;
  /** What a person noted about it. */
  comment?: string;
  status?: Status;
  /** Between Vonage and a party; absent for what is only said to the application. */
  signal?: {lane: number; way: Way};
  /** The webhook that told the application; absent where none did. */
  request?: {method: 'GET' | 'POST'; name: string; deliveries: number};
  /** Whether nobody but the API told of it. */
  apiOnly: boolean;
  /** The WebSocket that it happened on, where nothing else says which. */
  socket?: SocketPlace;
  reply?: {status: number; ms: number; byApplication: boolean; ncco?: Ncco};
  outOfOrder: boolean;
  /** Those who reported it contradict each other. */
  differs: boolean;
  /** Who should have reported it, and has not. */
  absent: readonly Witness[];
  problem: boolean;
  /** A stretch without events before this one, in which these lanes were talking. */
  talk?: Talk;
};

/** Parties that talked all along between two times, ms since the epoch. */
export type Talk = {from: number; to: number; lanes: readonly number[]};

export type Ladder = {lanes: readonly Lane[]; steps: readonly LadderStep[]};

/** A pause shorter than this is no talk to speak of, ms. */
const SHORTEST_TALK_MS = 1000;

/**
 * Rows `from` to `to` of a stream as a ladder: what the screen draws and what an export writes. Costs what the asked rows
 * and the call's legs cost, however long the stream is.
 */
export function ladderOf(
  world: World,
  conversation: Conversation,
  rows: readonly number[],
  from = 0,
  to = rows.length,
): Ladder {
  const lanes = lanesOf(world, conversation);
  const places = new Map(lanes.flatMap((lane, i) => (lane.kind === 'party' ? [[lane.leg, i] as const] : [])));
  const steps = rows.slice(from, to).map((row, i): LadderStep => {
    const step = stepOf(world, conversation, places, row);
    const before = rows[from + i - 1];
    const talk = before === undefined ? undefined : talkBetween(lanes, world.log.at[before] ?? 0, step.at);
    return talk ? {...step, talk} : step;
  });
  return {lanes, steps};
}

const memo = new WeakMap<Conversation, readonly Lane[]>();

/** The caller, Vonage, the application, and everybody else by the numbers of their legs. */
export function lanesOf(world: World, conversation: Conversation): readonly Lane[] {
  const known = memo.get(conversation);
  if (known) return known;
  const legs = legsOf(world, conversation);
  const parties = legs.map((leg): Lane => {
    const name = partyOf(leg) ?? typeOf(leg);
    const label = labelOf(leg);
    return {kind: 'party', leg: leg.id, label, name, timings: timingsOf(world, leg)};
  });
  const caller = parties[legs.findIndex(({direction}) => direction === 'inbound')];
  const lanes = [
    ...(caller ? [caller] : []),
    {kind: 'vonage'},
    {kind: 'application'},
    ...parties.filter(each => each !== caller),
  ] as const;
  memo.set(conversation, lanes);
  return lanes;
}

/** Who talked all the time from one moment to another; undefined when nobody did, or for hardly any time. */
export function talkBetween(lanes: readonly Lane[], from: number, to: number): Talk | undefined {
  if (to - from < SHORTEST_TALK_MS) return undefined;
  const talking = lanes.flatMap((lane, i) => {
    if (lane.kind !== 'party') return [];
    const {answeredAt, endedAt = Number.POSITIVE_INFINITY} = lane.timings;
    return answeredAt !== undefined && answeredAt <= from && endedAt >= to ? [i] : [];
  });
  return talking.length === 0 ? undefined : {from, to, lanes: talking};
}

/** The talk that goes on behind the last event, until `now`, ms since the epoch. */
export function goesOnTalking(call: Conversation, {lanes, steps}: Ladder, now: number): Talk | undefined {
  const last = steps.at(-1);
  if (!last || call.goneAt !== undefined || stateOf(call) !== 'active') return undefined;
  return talkBetween(lanes, last.at, now - (call.lag ?? 0));
}

/** Whether what was asked for is an NCCO. */
export function isAnswer({request}: LadderStep): boolean {
  return request?.name === 'answer' || request?.name === 'fallback';
}

function stepOf(
  world: World,
  conversation: Conversation,
  places: ReadonlyMap<string, number>,
  row: number,
): LadderStep {
  const {log} = world;
  const rows = witnessesOf(world, row);
  const type = log.typeOf(row);
  const status = log.statusOf(row);
  const leg = world.legs.get(legOfRow(world, conversation, row) ?? '');
  const lane = leg && places.get(leg.id);
  const way = wayOf(type, status, leg);
  const told = rows.find(each => log.has(each, WEBHOOK)) ?? rows.find(each => log.has(each, RTC));
  const {path, openedAt, firstSeenAt} = socketToName(world, conversation, row) ?? {};
  const replied = rows.find(each => log.replyStatus[each]);
  return {
    row,
    at: log.at[row] ?? 0,
    stamped: !log.has(row, UNSTAMPED),
    text: textOf(nameOf(log, row), log.noteOf(row)),
    comment: commentOf(world, row),
    ...(status && {status}),
    ...(way && lane !== undefined && {signal: {lane, way}}),
    ...(told !== undefined && {
      request: {
        method: log.has(told, GET) ? 'GET' : 'POST',
        name: log.typeOf(told),
        deliveries: log.deliveries[told] ?? 1,
      },
    }),
    apiOnly: told === undefined && rows.some(each => log.has(each, API)),
    ...(firstSeenAt !== undefined && {socket: {path, openedAt, firstSeenAt}}),
    ...(replied !== undefined && {
      reply: {
        status: log.replyStatus[replied] ?? 0,
        ms: log.replyMs[replied] ?? 0,
        byApplication: log.has(replied, BY_APPLICATION),
        ncco: log.nccos.get(replied),
      },
    }),
    outOfOrder: log.has(row, OUT_OF_ORDER),
    differs: differencesOf(world, row).length > 0,
    absent: absentWitnesses(world, conversation, row),
    problem: rows.some(each => log.has(each, PROBLEM)),
  };
}

function textOf(type: string, note: string | undefined): string {
  const name = type.replace(/^(audio|member|leg|rtc|sip|conversation|websocket):/, '');
  if (note === undefined || !eventTypes.get(type)?.isTelling) return name;
  return type === 'input' || type === 'play' ? note : `${name} ${note}`;
}
