import {duration} from '../../call/duration.js';
import {meaningOfFallback, meaningOfNccoError} from '../../call/ending.js';
import {statuses} from '../../call/status.js';
import {OUT_OF_ORDER} from '../event-log.js';
import {type Remark, type RemarkCode, remarkCodes} from '../remark.js';
import type {Conversation, HistoryEntry, Leg, World} from '../world.js';
import {type Difference, differencesOf} from './agreement.js';
import {delayBetween} from './delay.js';
import {type ExpectationCode, expectationCodes, missedIn} from './expectations.js';
import {expectedEnd} from './expected-end.js';
import {knownHere} from './heard-here.js';
import {historyOf, legsOf} from './history.js';
import {neverCameUp, unseenConnect, whyFailed, whyNeverUp} from './never-up.js';
import {problemsOfSocket, socketRules} from './socket-problems.js';
import {socketOfLeg} from './sockets.js';
import {partyOf, typeOf} from './state.js';
import {contradiction} from './timings.js';

/** Something that went wrong, or may have: what happened and what to do next. */
export type Problem = {
  code:
    | RemarkCode
    | (typeof legRules)[number]['code']
    | (typeof socketRules)[number]['code']
    | ExpectationCode
    | 'poller';
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

/** `here`: the text where another listener may have what has not come. */
type Found = Pick<Problem, 'at' | 'row' | 'text' | 'advice'> & {here?: string};
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

/** How long after a leg ended at the latest its absence is a problem, ms: Vonage tries a webhook again after some seconds. */
const OVERDUE_MS = 15_000;

/** `2 s after it happened, `; nothing where stamp and arrival are of two times. */
function late(at: number, arrivedAt: number): string {
  const delay = delayBetween(at, arrivedAt);
  return delay === undefined ? '' : `${duration(delay)} after it happened, `;
}

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
          text: `${status} arrived ${late(at, arrivedAt)}behind a later event.`,
          advice: 'Harmless: Vonage promises no order. Sort by timestamp, never by arrival.',
        })),
  },
  {
    code: 'unhappy-end',
    severity: leg => (leg.failure === 'cancelled' ? 'info' : 'warning'),
    find({leg, history}) {
      if (!leg.failure) return [];
      const {row, at = leg.lastSeenAt} = failureOf(leg, history) ?? {};
      const {meaning, advice} = whyFailed(leg);
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
        here: `No completed has come here ${COMPLETED_WITHIN_MS / 1000} s after ${leg.failure}.`,
        advice:
          'It may be late, or lost on the way: check the tunnel. With a fallback NCCO it comes when that is done.',
      },
    ],
  },
  {
    // Nothing says so where the webhook of the end is lost: the call would be up for ever.
    code: 'completed-missing',
    severity: 'warning',
    due({world, leg, history}) {
      const end = expectedEnd(world, leg, history);
      return end && end.at + OVERDUE_MS;
    },
    find({world, leg, history}, due) {
      const {status = 'started', id} = leg;
      const because = expectedEnd(world, leg, history)?.because ?? 'it is over';
      return [
        {
          row: history.at(-1)?.row,
          at: due,
          text: `${status}, and no completed has come: ${because}.`,
          here: `${status}, and no completed has come here: ${because}.`,
          advice: `Ask whether the leg is up: GET /v1/calls/${id}. If not, its webhook was lost or went elsewhere: check the tunnel, and the event URL of the application and of the call.`,
        },
      ];
    },
  },
  {
    code: 'never-up',
    severity: 'warning',
    find({world, leg, history}) {
      const connect = unseenConnect(world, leg, history);
      if (connect === undefined && !neverCameUp(leg, history)) return [];
      const {row, at = leg.lastSeenAt} = history.at(-1) ?? {};
      const {meaning, advice} = whyNeverUp(leg, connect);
      const found = {row, at, advice};
      const party = partyOf(leg) ?? 'The other party';
      const unseen = `No leg of ${connect} was seen`;
      return [
        connect === undefined
          ? {
              ...found,
              text: `${party} never came up: ${meaning}`,
              here: `${party} never came up, and nothing here says why.`,
            }
          : {...found, text: `${unseen}: it never came up: ${meaning}`, here: `${unseen} here.`},
      ];
    },
  },
  {
    // What passes over its WebSocket is only seen where that leads through here.
    code: 'socket-elsewhere',
    severity: 'info',
    find({world, leg, history}) {
      const host = leg.isAnswered && typeOf(leg) === 'websocket' ? hostOf(leg.to) : undefined;
      const calls = leg.conversations.flatMap(id => world.conversations.get(id) ?? []);
      const here = calls.flatMap(({publicUrl}) => hostOf(publicUrl) ?? []);
      if (host === undefined || here.length === 0 || here.includes(host)) return [];
      if (calls.some(call => socketOfLeg(world, call, leg.id))) return [];
      const {row, at = leg.lastSeenAt} = history.find(({status}) => status === 'answered') ?? {};
      return [
        {
          row,
          at,
          text: `The audio of this leg does not come through here: its WebSocket leads to ${host}.`,
          advice: `To see it, let the uri lead to ${here[0]}, and pass it on with --forward or --forward-socket.`,
        },
      ];
    },
  },
  {
    // Shown as ≠ beside the event.
    code: 'witnesses',
    severity: 'warning',
    find: ({world, history}) =>
      history.flatMap(({row, at, status, witnesses}) => {
        const differences = witnesses.length > 1 ? differencesOf(world, row) : [];
        if (differences.length === 0) return [];
        const what = differences.map(differenceText).join('; about ');
        return [
          {
            row,
            at,
            text: `≠ The witnesses of ${status} disagree about ${what}.`,
            // Where one of two is missing, the witnesses of the other are taken for one.
            here: `≠ What has come here of ${status} disagrees about ${what}.`,
            advice:
              'The webhook counts. Compare what each of them sent; if it happens again, send Vonage support the leg id.',
          },
        ];
      }),
  },
  {
    code: 'stamps',
    severity: 'warning',
    find({world, leg, history}) {
      const text = contradiction(world, leg);
      if (text === undefined) return [];
      const {row, at = leg.lastSeenAt} = history.at(-1) ?? {};
      return [
        {
          row,
          at,
          text: `The times of this leg contradict each other: ${text}.`,
          advice: 'Lengths that need them are not shown. If it happens again, send Vonage support the leg id.',
        },
      ];
    },
  },
] as const satisfies readonly Rule[];

/** The host of a URL, in lower case; undefined for what is none. */
const hostOf = (url: string | undefined): string | undefined =>
  /^(?:https?|wss?):\/\/([^/?#]+)/i.exec(url ?? '')?.[1]?.toLowerCase();

const rules: readonly (Rule & {code: Problem['code']})[] = legRules;

/** Every code that a problem may have. */
export const problemCodes: readonly Problem['code'][] = [
  ...new Set([
    ...remarkCodes,
    ...rules.map(({code}) => code),
    ...socketRules.map(({code}) => code),
    ...expectationCodes,
    'poller' as const,
  ]),
];

const fieldNames = {direction: 'the direction', from: 'from', to: 'to', at: 'the time'} as const;

const differenceText = ({field, values}: Difference): string =>
  `${fieldNames[field]}: ${values.map(({witness, value}) => `${value} (${witness})`).join(', ')}`;

const failureOf = (leg: Leg, history: readonly HistoryEntry[]) => history.find(({status}) => status === leg.failure);

/** What to say of what a single observation showed to be wrong, where there is more to say than itself. */
const remarkRules: Readonly<Partial<Record<RemarkCode, (text: string) => Partial<Omit<Found, 'here'>>>>> = {
  unreadable: () => ({
    advice: 'Open the event to see what came. Vonage sends JSON objects: something else may be calling this address.',
  }),
  ncco: () => ({advice: 'Correct the NCCO; check a file with: convo-monitor ncco FILE'}),
  'ncco-error'(text) {
    const {meaning, advice} = meaningOfNccoError(text);
    return {text: `${meaning} Reason: ${text}`, advice};
  },
  recording: text => ({
    text: `A recording has ${text}: there is nothing to listen to.`,
    advice:
      'Was the leg up, and did anybody speak? Look at where record stands in the NCCO, and at its endOnSilence, endOnKey and timeOut.',
  }),
  fallback(text) {
    const {meaning, advice} = meaningOfFallback(text);
    return {text: `Vonage used the fallback URL: ${meaning} Reason: ${text}`, advice};
  },
};

/** Whether a problem is more than a hint. */
export function isSerious({severity}: Problem): boolean {
  return severity !== 'info';
}

/** A poller that cannot reach the API is a trouble of the monitor's; stamps, and what Vonage's parts say of each other, are one of Vonage's. */
const ofOthers: ReadonlySet<Problem['code']> = new Set(['poller', 'stamps', 'witnesses']);

export function isOfCall({code}: Problem): boolean {
  return !ofOthers.has(code);
}

const memo = new WeakMap<Conversation, readonly Problem[]>();

/** All problems of a conversation, oldest first. */
export function problemsOf(world: World, conversation: Conversation): readonly Problem[] {
  const known = memo.get(conversation);
  if (known) return known;
  const problems = [
    ...conversation.remarks.map(problemOfRemark),
    ...legsOf(world, conversation).flatMap(leg => problemsOfLeg(world, leg)),
    ...conversation.sockets.flatMap(id => {
      const socket = world.sockets.get(id);
      return socket ? problemsOfSocket(world, socket) : [];
    }),
    ...missedIn(world, conversation),
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
    return find(subject, since).map(found => ({code, leg: leg.id, ...knownHere(world, how, found)}));
  });
}

/** When time alone makes a problem of a leg, ms since the epoch; undefined when nothing is waited for. */
export function nextProblemAt(world: World, leg: Leg): number | undefined {
  if (leg.status === undefined || statuses[leg.status].final) return undefined;
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
