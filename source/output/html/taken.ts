import {highest} from '../../call/extremes.js';
import type {Sender} from '../../call/media.js';
import {STRIP_MS} from '../../call/strip.js';
import type {Safe} from '../../text/printable.js';
import {witnessesOf} from '../../world/fold/enter.js';
import {type Axis, axisOf, type LegPhase, phasesOf} from '../../world/read/axis.js';
import {endingOf} from '../../world/read/ending.js';
import {legLabel} from '../../world/read/event-view.js';
import {legsOf} from '../../world/read/history.js';
import {type Ladder, ladderOf} from '../../world/read/ladder.js';
import {type AudioRecording, type Mark, marksOf, recordingsOf} from '../../world/read/marks.js';
import {type NccoRun, nccoRuns} from '../../world/read/ncco-progress.js';
import {loudness, socketsOf} from '../../world/read/sockets.js';
import {callStatus, isLive, movedTo, partiesOf, partyOf, typeOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, World} from '../../world/world.js';
import {stateWord} from '../ladder/states.js';
import {maskValue} from '../mask.js';
import type {WantedPayload} from '../received.js';
import {lookOf, movedLook, type Role} from '../roles.js';
import {conversationObject, type Pending, type SnapshotOptions, wantedCalls} from '../snapshot.js';
import type {Snapshot, SnapshotConversation} from '../snapshot-schema.js';
import {socketName} from '../socket-name.js';
import {type Summary, summaryOf} from '../summary.js';
import {bothEnds, callsWithRoom, eventsEach} from './bounds.js';

/** All that a report says of the calls of a World but what was received, which is read back afterwards. Texts come from outside. */
export type Taken = {
  /** ms since the epoch. */
  takenAt: number;
  calls: readonly TakenCall[];
  /** How many calls there are, and how many of them had errors or warnings; those without room counted. */
  count: number;
  bad: number;
  limited?: Snapshot['limited'];
  forgotten?: number;
};

export type TakenCall = {
  /** With the events that there is room for, and nothing of what was received. */
  call: SnapshotConversation;
  /** How many events it has, or are asked for. */
  events: number;
  /** Where what was received for each event is to be found, and the reply that it got. */
  received: readonly EventPayloads[];
  outcome: readonly [Role, Safe];
  from?: string;
  to?: string;
  summary: Summary;
  ladder: Ladder;
  axis: Axis;
  bars: readonly Bar[];
  media: readonly Heard[];
  /** The NCCOs, each with the place of the reply that held it. */
  nccos: readonly (NccoRun & {reply?: number})[];
};

/** How loud both sides of a leg's WebSocket were. Times are ms since it opened. */
export type Heard = {
  /** Of its leg; where none is known, undefined. */
  label?: string;
  /** What it is called without one. */
  name: string;
  to: number;
  /** From 0 to 1, in equal parts of the time. */
  levels: Readonly<Record<Sender, readonly number[]>>;
  turns: readonly {at: number; latency: number}[];
  bargeIns: readonly number[];
};

/** Parts of the time in which levels are drawn, and sockets that are. */
const PARTS = 240;
const MOST_HEARD = 20;

export type EventPayloads = {wanted: readonly WantedPayload[]; reply?: number; resent: readonly number[]};

/** A leg's line on the time axis. */
export type Bar = {
  leg: string;
  label: string;
  party: string;
  state: readonly [Role, Safe];
  spans: readonly LegPhase[];
  marks: readonly Mark[];
  recordings: readonly AudioRecording[];
};

/** Takes down what a report says of the calls, as of now: the World goes on changing while payloads are read back. */
export function takeDown(world: World, {takenAt, conversations, only, mask = false}: SnapshotOptions): Taken {
  const all = wantedCalls(world, conversations);
  const calls = all.filter(({id}) => id !== '');
  const rowsOf = (call: Conversation) => only?.rowsOf(call) ?? call.rows;
  const shown = [...callsWithRoom(world, calls), ...all.filter(({id}) => id === '')];
  const most = eventsEach(shown.map(call => rowsOf(call).length));
  const count = (rows: (call: Conversation) => readonly number[]) =>
    all.reduce((sum, call) => sum + rows(call).length, 0);
  const taken: Taken = {
    takenAt,
    calls: shown.map(call =>
      takeCall(world, call, {limited: only && rowsOf(call), shown: bothEnds(rowsOf(call), most)}),
    ),
    count: calls.length,
    bad: calls.filter(call => summaryOf(world, call).problems > 0).length,
    ...(only && {limited: {by: [...only.by], events: count(rowsOf), of: count(call => call.rows)}}),
    ...(world.forgotten && {forgotten: world.forgotten.calls}),
  };
  return mask ? maskValue(taken) : taken;
}

type Excerpt = {
  /** Of the rows of its stream, only these; all of them without it. */
  limited?: readonly number[];
  /** Those for which there is room. */
  shown: readonly number[];
  /** ms: the time that what still goes on has come to. */
  now?: number;
};

/** All that a page says of a call but what was received. */
export function takeCall(world: World, call: Conversation, {limited, shown, now = world.now}: Excerpt): TakenCall {
  const pending: Pending[] = [];
  const {from, to} = partiesOf(world, call);
  return {
    call: {...conversationObject(world, call, pending, {rows: limited, shown}), verdict: endingOf(world, call, now)},
    events: (limited ?? call.rows).length,
    received: pending.map(({wanted, resent}, i) => ({wanted, resent, reply: replyTo(world, shown[i])})),
    outcome: outcomeOfCall(world, call),
    from,
    to,
    summary: summaryOf(world, call),
    ladder: ladderOf(world, call, shown),
    axis: axisOf(world, call, now),
    bars: barsOf(world, call, now),
    media: heardOn(world, call),
    nccos: nccoRuns(world, call).map(run => ({...run, reply: world.log.replyOf(run.row)})),
  };
}

/** The WebSockets of a call that were listened to, as far as there is room for them. */
function heardOn(world: World, call: Conversation): Heard[] {
  return socketsOf(world, call)
    .filter(({strips}) => strips.length > 0)
    .slice(0, MOST_HEARD)
    .map(socket => {
      const {strips, figures, turns, bargeIns, leg} = socket;
      const to = highest([1000, figures?.at ?? 0, ...strips.map(({from, vonage}) => from + vonage.length * STRIP_MS)]);
      const heard = (side: Sender) => loudness(socket, side, {from: 0, to}, PARTS).map(level => level ?? 0);
      return {
        label: legLabel(world, leg),
        name: socketName(socket),
        to,
        levels: {vonage: heard('vonage'), application: heard('application')},
        turns: turns.map(({heardAt, latency}) => ({at: heardAt, latency})),
        bargeIns: bargeIns.map(({at}) => at),
      };
    });
}

/** What became of a call in a word, and how that looks. */
export function outcomeOfCall(world: World, call: Conversation): readonly [Role, Safe] {
  const {role, word} = movedTo(world, call) ? movedLook : lookOf(callStatus(world, call));
  return [role, word];
}

function replyTo(world: World, row: number | undefined): number | undefined {
  if (row === undefined) return undefined;
  return witnessesOf(world, row)
    .map(each => world.log.replyOf(each))
    .find(seq => seq !== undefined);
}

function barsOf(world: World, call: Conversation, time: number): Bar[] {
  const {now} = axisOf(world, call, time);
  const marks = marksOf(world, call);
  const recordings = recordingsOf(world, call);
  return legsOf(world, call).map((leg, i) => ({
    leg: leg.id,
    label: `L${leg.number}`,
    party: partyOf(leg) ?? typeOf(leg),
    state: stateWord(world, call, leg.id, time),
    spans: phasesOf(timingsOf(world, leg), isLive(call, leg) && call.goneAt === undefined ? now : undefined),
    marks: marks.filter(mark => mark.leg === leg.id),
    // A recording of the whole conversation stands with its first leg.
    recordings: recordings.filter(each => (each.leg === undefined ? i === 0 : each.leg === leg.id)),
  }));
}
