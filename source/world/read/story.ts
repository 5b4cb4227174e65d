import {duration} from '../../call/duration.js';
import {meaningOfFallback, meaningOfNccoError} from '../../call/ending.js';
import {meaningOfFailure} from '../../call/meaning/no-answer.js';
import {isTaken} from '../../call/meaning/refused.js';
import {replyLimitMs} from '../../call/reply-limits.js';
import {BY_APPLICATION} from '../event-log.js';
import type {Conversation, World} from '../world.js';
import {nameOf} from './event-view.js';
import {legsOf} from './history.js';
import {marksOf} from './marks.js';
import {isNccoDue} from './ncco-due.js';
import {stateOf} from './state.js';

/** A webhook whose reply says how the call goes on, and what was wrong with that reply. */
type Asked = {row: number; webhook: string; wrong?: string};

/** What the application did wrong, and what came of it. */
export type Story = {
  /** Sentences; they contain text from outside. */
  text: string;
  /** It explains the whole call: nothing that the application answered came to be heard afterwards. */
  isAll: boolean;
};

/**
 * What went wrong with the last answer of the application that Vonage could not use, and what the caller heard then: an apology of the
 * monitor's, what the fallback URL gave, the rest of the NCCO, or nothing. Undefined where each answer was used.
 */
export function storyOf(world: World, conversation: Conversation): Story | undefined {
  const all = askedIn(world, conversation);
  const last = all.findLastIndex(({wrong}) => wrong !== undefined);
  const first = all.findLastIndex(({webhook}, i) => i <= last && webhook !== 'fallback');
  const from = first < 0 ? last : first;
  const [origin] = all.slice(from);
  if (last < 0 || !origin) return undefined;
  const then = all.slice(from + 1);
  const asked = then.findIndex(({webhook}) => webhook !== 'fallback');
  const fallbacks = asked < 0 ? then : then.slice(0, asked);
  const sentences = [origin.wrong ?? 'Vonage could not use what was answered.'];
  for (const {wrong} of fallbacks) {
    if (wrong === undefined) sentences.push('Vonage asked the fallback URL, and went on with its NCCO.');
    else if (wrong === origin.wrong) sentences.push('Vonage asked the fallback URL, with the same result.');
    else sentences.push(`Vonage asked the fallback URL. ${wrong}`);
  }
  const end = fallbacks.at(-1) ?? origin;
  if (end.wrong === undefined) return {text: sentences.join(' '), isAll: false};
  const [heard, isAll] = heardAfter(world, conversation, end, fallbacks.length > 0);
  return {text: [...sentences, heard].filter(Boolean).join(' '), isAll: isAll && asked < 0};
}

function heardAfter(
  world: World,
  conversation: Conversation,
  {row, webhook}: Asked,
  hasFallback: boolean,
): [heard: string, isAll: boolean] {
  const {log} = world;
  const isOver = stateOf(conversation) === 'ended';
  const wasUp = legsOf(world, conversation).some(leg => leg.isAnswered);
  if (isApology(world, row)) {
    if (!isOver) return ['The caller hears an apology.', true];
    return [wasUp ? 'The caller heard an apology.' : 'The caller was gone before the apology.', true];
  }
  if (webhook !== 'answer' && webhook !== 'fallback') return ['The call went on without it.', false];
  if (log.nccos.get(row)?.count === 0) return [wasUp ? 'The call was over with that.' : NOTHING_HEARD, true];
  const isRefused = conversation.remarks.some(({code}) => code === 'ncco-error');
  // What Vonage cannot do in the middle of a call need not be what it was answered with.
  if (isRefused && (wasUp || !isOver)) return ['', true];
  if (!isOver) return ['Vonage asks the fallback URL now, or drops the call.', true];
  const dropped = wasUp ? 'Vonage ended the call.' : 'Vonage dropped the call, and the caller heard nothing.';
  return [hasFallback ? dropped : `No fallback URL was asked: ${dropped}`, true];
}

const NOTHING_HEARD = 'The call ended at once, and the caller heard nothing.';

/** Whether the monitor spoke to the caller in the place of what should have answered. */
function isApology({log}: World, row: number): boolean {
  return log.failures.has(row) && !log.has(row, BY_APPLICATION) && log.replyStatus[row] === 200 && log.nccos.has(row);
}

/** The webhooks of a call whose replies say how it goes on, in order. */
function askedIn(world: World, conversation: Conversation): Asked[] {
  const {log} = world;
  const rows = new Set(marksOf(world, conversation).map(({row}) => row));
  // A status is no mark: of those, what was refused has a remark.
  for (const {row} of conversation.remarks) if (row !== undefined) rows.add(row);
  const asked = [...rows]
    .filter(row => log.replyStatus[row] && isNccoDue(world, row))
    .sort((a, b) => (log.arrived[a] ?? 0) - (log.arrived[b] ?? 0) || a - b);
  return asked.map((row, i) => {
    return {row, webhook: nameOf(log, row), wrong: wrongWith(world, conversation, row, asked[i + 1])};
  });
}

/** What was wrong with the reply to a webhook: as the monitor saw it; else as Vonage said, by an error event or by asking the fallback URL. */
function wrongWith(
  world: World,
  conversation: Conversation,
  row: number,
  next: number | undefined,
): string | undefined {
  const {log} = world;
  const webhook = nameOf(log, row);
  const route = webhook === 'answer' || webhook === 'fallback' ? webhook : 'event';
  const failure = log.failures.get(row);
  if (failure) return meaningOfFailure(failure, webhook);
  const status = log.replyStatus[row] ?? 0;
  const who = log.has(row, BY_APPLICATION) ? 'The application' : 'The monitor';
  if (!isTaken(route, status)) return `${who} answered ${status} to the ${webhook} webhook.`;
  const ms = log.replyMs[row] ?? 0;
  if (ms > replyLimitMs[route])
    return `${who} answered the ${webhook} webhook after ${duration(ms)}, and Vonage waits ${duration(replyLimitMs[route])}.`;
  const ncco = log.nccos.get(row);
  if (ncco?.count === 0) return `${who} answered the ${webhook} webhook with an NCCO without actions.`;
  const from = log.arrived[row] ?? 0;
  const until = next === undefined ? Number.POSITIVE_INFINITY : (log.arrived[next] ?? 0);
  const within = (other: number | undefined) =>
    other !== undefined && (log.arrived[other] ?? 0) >= from && (log.arrived[other] ?? 0) <= until;
  const error = conversation.remarks.find(({code, row: other}) => code === 'ncco-error' && within(other));
  if (error) return refusal(error.text);
  const asked = conversation.remarks.find(({code, row: other}) => code === 'fallback' && other === next);
  return asked && `${meaningOfFallback(asked.text).meaning} Reason: ${ended(asked.text)}`;
}

/** Vonage could not do what it was told. */
export const refusal = (reason: string): string => `${meaningOfNccoError(reason).meaning} Reason: ${ended(reason)}`;

const ended = (reason: string): string => `${reason.replace(/\.$/, '')}.`;
