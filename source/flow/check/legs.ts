import type {Call} from '../../world/read/calls.js';
import {historyOf} from '../../world/read/history.js';
import {typeOf} from '../../world/read/state.js';
import {type Timings, timingsOf} from '../../world/read/timings.js';
import type {HistoryEntry, Leg} from '../../world/world.js';
import type {LegShape} from '../file/shape.js';
import type {Mismatch} from '../flow.js';
import {otherOrder, otherWord, outOfBounds, type SeenWord, unlike} from './mismatch.js';

type Subject = {call: Call; leg: Leg; history: readonly HistoryEntry[]; timings: Timings};

type Checks = {
  [Name in keyof LegShape]-?: (due: NonNullable<LegShape[Name]>, subject: Subject) => Mismatch | undefined;
};

/** What each field of a leg in a flow asks. */
export const legChecks: Checks = {
  statuses: (due, {leg, history}) => otherOrder(due, statusesOf(history), {leg}),
  type: (due, {leg}) => otherWord(due, typeOf(leg), {leg}),
  from: (due, {leg}) => unlike(due, leg.from, {leg}),
  to: (due, {leg}) => unlike(due, leg.to, {leg}),
  detail: (due, {leg, history}) => unlike(due, leg.detail, {leg, row: history.at(-1)?.row}),
  'sip code': (due, {leg, history}) => outOfBounds(due, leg.sipCode, {leg, row: history.at(-1)?.row}),
  'ended by': (due, {leg, history}) => otherWord(due, leg.disconnectedBy, {leg, row: history.at(-1)?.row}),
  'post-dial delay': (due, {leg, history, timings}) =>
    outOfBounds(due, timings.postDialMs, {leg, row: rowOf(history, 'ringing', 'answered', 'started')}),
  ringing: (due, {leg, history, timings}) =>
    outOfBounds(due, timings.ringMs, {leg, row: rowOf(history, 'answered', 'ringing')}),
  talk: (due, {leg, history, timings}) => outOfBounds(due, timings.talkMs, {leg, row: history.at(-1)?.row}),
  price: (due, {leg, history}) => outOfBounds(due, numberOf(leg.price), {leg, row: history.at(-1)?.row}),
};

/** A status that came again right away is one. */
function statusesOf(history: readonly HistoryEntry[]): SeenWord[] {
  return history
    .filter(({status}, i) => status !== history[i - 1]?.status)
    .map(({status, row}) => ({word: status, row}));
}

function rowOf(history: readonly HistoryEntry[], ...statuses: readonly string[]): number | undefined {
  for (const each of statuses) {
    const found = history.find(({status}) => status === each);
    if (found) return found.row;
  }
  return undefined;
}

export const numberOf = (text: string | undefined): number | undefined =>
  text === undefined || Number.isNaN(Number(text)) ? undefined : Number(text);

/** What a leg is asked about, with what the questions need. */
export function legSubject(call: Call, leg: Leg): Subject {
  const {world} = call;
  return {call, leg, history: historyOf(world, leg), timings: timingsOf(world, leg)};
}
