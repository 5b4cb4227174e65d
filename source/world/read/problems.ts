import {duration} from '../../call/duration.js';
import {meaningOfEnd, meaningOfFallback, meaningOfNccoError} from '../../call/ending.js';
import {statuses} from '../../call/status.js';
import {OUT_OF_ORDER} from '../event-log.js';
import type {Remark, RemarkCode} from '../remark.js';
import type {Conversation, HistoryEntry, Leg, World} from '../world.js';
import {historyOf, legsOf} from './history.js';

/** Something that went wrong, or may have: what happened and what to do next. */
export type Problem = {
  code: RemarkCode | (typeof legRules)[number]['code'] | 'poller';
  severity: 'error' | 'warning' | 'info';
  /** ms since the epoch. */
  at: number;
  leg?: string;
  /** The row of the log to look at. */
  row?: number;
  text: string;
  advice?: string;
  /** How often it was found, and what it is known by meanwhile. */
  count?: number;
  key?: string;
};

type Found = Pick<Problem, 'at' | 'row' | 'text' | 'advice'>;
type Subject = {world: World; leg: Leg; history: readonly HistoryEntry[]};

/** A rule about a leg: what is wrong, from when on, in which words, and what to do next. */
type Rule = {
  code: string;
  severity: Problem['severity'] | ((leg: Leg) => Problem['severity']);
  /** From when on it is so though nothing else happens, ms since the epoch; undefined when it is not. Without this, it is so when it is found. */
  due?(subject: Subject): number | undefined;
  /** Where it is so; `due` is when that began. */
  find(subject: Subject, due: number): readonly Found[];
};

/** How long after an unhappy end `completed` may take before its absence is a problem, ms. */
export const COMPLETED_WITHIN_MS = 6000;

const legRules = [
  {
    code: 'out-of-order',
    severity: 'info',
    find: ({world, history}) =>
      history
        .filter(({row}) => world.log.has(row, OUT_OF_ORDER))
        .map(({row, at, arrivedAt, status}) => ({
          row,
          at,
          text: `${status} arrived ${duration(Math.max(0, arrivedAt - at))} after it happened, behind a later event.`,
          advice: 'Harmless: Vonage promises no order. Sort by timestamp, never by arrival.',
        })),
  },
  {
    code: 'unhappy-end',
    severity: leg => (leg.failure === 'cancelled' ? 'info' : 'warning'),
    find({leg, history}) {
      if (!leg.failure) return [];
      const {row, at = leg.lastSeenAt} = failureOf(leg, history) ?? {};
      const {meaning, advice} = meaningOfEnd({status: leg.failure, detail: leg.detail, sipCode: leg.sipCode});
      return [{row, at, text: `${leg.failure}: ${meaning}`, advice}];
    },
  },
  {
    // Every unhappy end but `rejected` is followed by `completed` (support article on event order).
    code: 'completed-missing',
    severity: 'warning',
    due({leg, history}) {
      if (!leg.failure || (leg.status && statuses[leg.status].final)) return undefined;
      return (failureOf(leg, history)?.arrivedAt ?? leg.lastSeenAt) + COMPLETED_WITHIN_MS;
    },
    find: ({leg, history}, due) => [
      {
        row: failureOf(leg, history)?.row,
        at: due,
        text: `completed has not come ${COMPLETED_WITHIN_MS / 1000} s after ${leg.failure}.`,
        advice:
          'It may be late, or lost on the way: check the tunnel. With a fallback NCCO it comes when that is done.',
      },
    ],
  },
] as const satisfies readonly Rule[];

const rules: readonly (Rule & {code: Problem['code']})[] = legRules;

const failureOf = (leg: Leg, history: readonly HistoryEntry[]) => history.find(({status}) => status === leg.failure);

/** What to say of what a single observation showed to be wrong, where there is more to say than itself. */
const remarkRules: Readonly<Partial<Record<RemarkCode, (text: string) => Partial<Found>>>> = {
  unreadable: () => ({
    advice: 'Open the event to see what came. Vonage sends JSON objects: something else may be calling this address.',
  }),
  ncco: () => ({advice: 'Correct the NCCO; check a file with: convo-monitor ncco FILE'}),
  'ncco-error'(text) {
    const {meaning, advice} = meaningOfNccoError(text);
    return {text: `${meaning} Reason: ${text}`, advice};
  },
  fallback(text) {
    const {meaning, advice} = meaningOfFallback(text);
    return {text: `Vonage used the fallback URL: ${meaning} Reason: ${text}`, advice};
  },
};

/** Whether a problem is more than a hint. */
export function isSerious({severity}: Problem): boolean {
  return severity !== 'info';
}

/** A poller that cannot reach the API is a trouble of the monitor's, and not of the call. */
export function isOfCall({code}: Problem): boolean {
  return code !== 'poller';
}

const memo = new WeakMap<Conversation, readonly Problem[]>();

/** All problems of a conversation, oldest first. */
export function problemsOf(world: World, conversation: Conversation): readonly Problem[] {
  const known = memo.get(conversation);
  if (known) return known;
  const problems = [
    ...conversation.remarks.map(problemOfRemark),
    ...legsOf(world, conversation).flatMap(leg => problemsOfLeg(world, leg)),
    ...problemsOfPoller(world, conversation.id),
  ].sort((a, b) => a.at - b.at);
  memo.set(conversation, problems);
  return problems;
}

export function problemOfRemark({code, at, leg, row, text, advice, severity = 'error', key, count}: Remark): Problem {
  return {code, severity, at, leg, row, text, advice, key, count, ...remarkRules[code]?.(text)};
}

/** What a problem says, with how often it was found. */
export function saidOf({text, count = 1}: Problem): string {
  return count === 1 ? text : `${text} (${count} times)`;
}

export function problemsOfLeg(world: World, leg: Leg): Problem[] {
  const subject = {world, leg, history: historyOf(world, leg)};
  return rules.flatMap(({code, severity, due, find}) => {
    const since = due ? due(subject) : world.now;
    if (since === undefined || since > world.now) return [];
    const how = typeof severity === 'string' ? severity : severity(leg);
    return find(subject, since).map(found => ({code, severity: how, leg: leg.id, ...found}));
  });
}

/** When time alone makes a problem of a leg, ms since the epoch; undefined when nothing is waited for. */
export function nextProblemAt(world: World, leg: Leg): number | undefined {
  if (!leg.failure) return undefined;
  const subject = {world, leg, history: historyOf(world, leg)};
  let next: number | undefined;
  for (const {due} of rules) {
    const at = due?.(subject);
    if (at !== undefined && at > world.now) next = Math.min(next ?? at, at);
  }
  return next;
}

export function problemsOfPoller(world: World, conversation: string): Problem[] {
  const health = world.health.get(`poller:${conversation}`);
  const isGivenUp = health?.state === 'off' && health.code === 'not-found';
  if (!health || (health.state !== 'failing' && !isGivenUp)) return [];
  // What the webhooks say is there all the same.
  return [{code: 'poller', severity: isGivenUp ? 'info' : 'warning', at: health.at, text: health.text}];
}
