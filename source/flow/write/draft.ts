import {statuses} from '../../call/status.js';
import {WEBHOOK} from '../../world/event-log.js';
import {isOver} from '../../world/fold/leg.js';
import {type Call, lastOf} from '../../world/read/calls.js';
import {nameOf} from '../../world/read/event-view.js';
import {historyOf} from '../../world/read/history.js';
import {isOfCall, isSerious} from '../../world/read/problems.js';
import {typeOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {HistoryEntry, Leg} from '../../world/world.js';
import {countMembers} from '../check/call.js';
import {actionsOf, digitsOf, speechOf} from '../check/events.js';
import {rolesOf} from '../roles.js';

/** A flow file's content, as it is written. */
export type FlowDraft = {[name: string]: string | number | FlowDraft | readonly string[]};

/**
 * What another call must be like to be as good as this one: what the application and Vonage decide, to the word; times that depend on machines with
 * room; and nothing of what is another at each call, such as numbers, prices, ids and how long people talk.
 */
export function draftOf(call: Call): FlowDraft {
  const {world, legs} = call;
  const {count, joined} = countMembers(world, lastOf(call));
  const open = legs.filter(leg => !isOver(leg)).length;
  return compact({
    legs: {
      count: legs.length,
      ...Object.fromEntries([...rolesOf(call)].map(([role, leg]) => [role, draftOfLeg(call, leg)])),
    },
    members: count > 0 ? {joined} : undefined,
    ncco: wordsOf(actionsOf(call).map(({word, also: [text = ''] = []}) => actionOf(word, text))),
    digits: wordsOf(digitsOf(call).map(({word}) => word)),
    speech: wordsOf(speechOf(call).map(({word}) => word)),
    replies: repliesOf(call),
    happens: wordsOf(webhooksOf(call)),
    problems: problemsOf(call),
    'open legs': open === 0 ? 'none' : open,
  });
}

/** A post-dial delay is what it was, and this much longer, ms; no less than what a phone may take. */
const DIAL_FACTOR = 2;
const DIAL_LEAST = 3000;

function draftOfLeg({world}: Call, leg: Leg): FlowDraft {
  const history = historyOf(world, leg);
  const {postDialMs} = timingsOf(world, leg);
  const isUnhappy = leg.failure !== undefined;
  return compact({
    type: typeOf(leg),
    statuses: wordsOf(statusesOf(history)),
    'post-dial delay': postDialMs === undefined ? undefined : under(Math.max(DIAL_LEAST, postDialMs * DIAL_FACTOR)),
    'sip code': isUnhappy ? leg.sipCode : undefined,
    detail: isUnhappy && /^[\w-]+$/.test(leg.detail ?? '') ? leg.detail : undefined,
    'ended by': leg.disconnectedBy === 'user' || leg.disconnectedBy === 'platform' ? leg.disconnectedBy : undefined,
  });
}

/** Each status once, as far as they come in the order of a leg's life; `...` where they do not. */
function statusesOf(history: readonly HistoryEntry[]): string[] {
  const words: string[] = [];
  let rank = -1;
  for (const {status} of history) {
    if (words.includes(status)) continue;
    if (statuses[status].rank < rank) {
      if (words.at(-1) !== '...') words.push('...');
      continue;
    }
    rank = statuses[status].rank;
    words.push(status);
  }
  return words;
}

/** Whole seconds, rounded up. */
const under = (ms: number): string => `under ${Math.ceil(ms / 1000)} s`;

/** Numbers and addresses are another at each call; what is called is not. */
function actionOf(name: string, text: string): string {
  const [, endpoint] = /^connect (phone|app|sip|websocket|vbc)\b/.exec(text) ?? [];
  return endpoint === undefined ? name : `connect ${endpoint} *`;
}

/** Time that an answer may take is at least this, ms, and no longer than Vonage waits. */
const ANSWER_LEAST = 1000;
const ANSWER_MOST = 5000;
const ANSWER_FACTOR = 4;

function repliesOf(call: Call): FlowDraft | undefined {
  const {log} = call.world;
  const rows = call.rows().filter(row => log.replyStatus[row]);
  if (rows.length === 0) return undefined;
  const codes = rows.map(row => log.replyStatus[row] ?? 0);
  const times = rows.filter(row => nameOf(log, row) === 'answer').map(row => log.replyMs[row] ?? 0);
  const slowest = times.reduce((most, ms) => Math.max(most, ms * ANSWER_FACTOR), ANSWER_LEAST);
  return compact({
    answer:
      times.length > 0 && times.every(ms => ms < ANSWER_MOST)
        ? {time: under(Math.min(ANSWER_MOST, slowest))}
        : undefined,
    any: codes.every(code => code >= 200 && code < 300) ? {status: '200 to 299'} : undefined,
  });
}

/** Webhooks that are no status, in their order: what happened between the application and Vonage. */
const MOST_WEBHOOKS = 30;

function webhooksOf(call: Call): string[] {
  const {log} = call.world;
  // What is of a conversation in which calls meet, and of no leg, is told of one of them only.
  const isOwn = (row: number) => log.legOf(row) !== undefined || !call.isShared(log.conversationOf(row));
  const names = call
    .rows()
    .filter(row => log.has(row, WEBHOOK) && log.statusOf(row) === undefined && isOwn(row))
    .map(row => nameOf(log, row));
  return names.filter(name => /^[\w:]+$/.test(name)).slice(0, MOST_WEBHOOKS);
}

function problemsOf(call: Call): string | readonly string[] {
  const codes = call
    .problems()
    .filter(each => isSerious(each) && isOfCall(each))
    .map(({code}) => code);
  return wordsOf([...new Set(codes)]) ?? 'none';
}

const wordsOf = (words: readonly string[]): readonly string[] | undefined => (words.length > 0 ? words : undefined);

/** Without what is not known, and without parts that say nothing. */
function compact(draft: Readonly<Record<string, FlowDraft[string] | undefined>>): FlowDraft {
  return Object.fromEntries(
    Object.entries(draft).filter((entry): entry is [string, FlowDraft[string]] => {
      const [, value] = entry;
      return (
        value !== undefined && (typeof value !== 'object' || Array.isArray(value) || Object.keys(value).length > 0)
      );
    }),
  );
}

type Value = FlowDraft[string];

/** What two calls have in common, where they went alike: of their times the longer; undefined where they did not. */
export function alike(one: FlowDraft, other: FlowDraft): FlowDraft | undefined {
  const both: FlowDraft = {};
  if (Object.keys(one).join() !== Object.keys(other).join()) return undefined;
  for (const [name, value] of Object.entries(one)) {
    const common = commonOf(value, other[name]);
    if (common === undefined) return undefined;
    both[name] = common;
  }
  return both;
}

function commonOf(one: Value, other: Value | undefined): Value | undefined {
  if (isDraft(one) && isDraft(other)) return alike(one, other);
  const [a, b] = [secondsOf(one), secondsOf(other)];
  if (a !== undefined && b !== undefined) return a > b ? one : other;
  return JSON.stringify(one) === JSON.stringify(other) ? one : undefined;
}

const isDraft = (value: Value | undefined): value is FlowDraft => typeof value === 'object' && !Array.isArray(value);

function secondsOf(value: Value | undefined): number | undefined {
  const [, seconds] = typeof value === 'string' ? (/^under (\d+) s$/.exec(value) ?? []) : [];
  return seconds === undefined ? undefined : Number(seconds);
}
