import {duration} from '../../call/duration.js';
import type {ReplyFact, WebhookFact} from '../../call/fact.js';
import {isTaken, meaningOfRefused} from '../../call/meaning/refused.js';
import {type Route, type SlowAnswer, wantsNcco} from '../../call/observation.js';
import {replyLimitMs} from '../../call/reply-limits.js';
import {PROBLEM} from '../event-log.js';
import {nameOf} from '../read/event-view.js';
import {isNccoDue} from '../read/ncco-due.js';
import type {PendingWebhook, World} from '../world.js';
import {remark} from './change.js';

/** Characters of a path that are kept: it is as long as a stranger likes. */
const PATH = 200;

export function pendingWebhook(row: number, {at, route, isGet, path}: WebhookFact): PendingWebhook {
  const bare = path.split('?', 1)[0] ?? '';
  return {row, at, route, method: isGet ? 'GET' : 'POST', path: bare.length > PATH ? `${bare.slice(0, PATH)}…` : bare};
}

/** A webhook on the path of another: the URLs in the application are mixed up. */
export function remarkPath(world: World, {row, route, path}: PendingWebhook, at: number): void {
  const {routes} = world.setup ?? {};
  if (!routes || routes[route] === path) return;
  const is = (Object.keys(routes) as Route[]).find(each => routes[each] === path || `${routes[each]}/` === path);
  if (!is) return;
  const expected = is === route ? `${routes[route]} is expected` : `${is} webhooks are expected`;
  world.log.flag(row, PROBLEM);
  remark(world, world.log.conversationOf(row), {
    code: 'misplaced',
    key: `misplaced ${route} ${path}`,
    row,
    at,
    text: `${of(route)} webhooks come to ${path}, where ${expected}.`,
    advice: `Set the ${route} URL of the application to …${routes[route]}, not …${path}.`,
    severity: 'warning',
  });
}

/** A webhook that found no route, here or in the application. */
export function remarkReply(
  world: World,
  asked: PendingWebhook,
  {status, by, failure, at, location, allow}: ReplyFact,
): void {
  const {row, route, method, path} = asked;
  if (isTaken(route, status) || failure) return;
  const {log, setup} = world;
  const conversation = log.conversationOf(row);
  if (by === 'monitor') {
    if (status !== 404) return;
    const usual = setup?.routes?.[route] ?? `/webhooks/${route}`;
    log.flag(row, PROBLEM);
    remark(world, conversation, {
      code: 'unknown-path',
      key: `unknown ${route} ${path}`,
      row,
      at,
      text: `${method} ${path} was answered 404: it is ${one(route)} webhook, and none is expected there.`,
      advice: `Put ${usual} into the application as its ${route} URL, or start with --${route}-path ${path}`,
    });
    return;
  }
  if (wantsNcco[route]) return;
  const {meaning, advice} = meaningOfRefused({route, status, method, path, location, allow});
  const answered = `The application answered ${status}`;
  const why = meaning ? `: ${meaning}` : '';
  const type = log.typeOf(row);
  const isDue = isNccoDue(world, row);
  log.flag(row, PROBLEM);
  remark(world, conversation, {
    code: 'refused',
    key: `refused ${isDue ? type : ''} ${status} ${method} ${path}`,
    row,
    at,
    leg: isDue ? log.legOf(row) : undefined,
    text: isDue
      ? `${answered} to the ${type} webhook, whose reply says how the call goes on${why}.`
      : `${answered} to ${route} webhooks${why}.`,
    advice,
    severity: isDue ? 'error' : 'warning',
  });
}

/** From when on an answer is slow where nobody said so: a call to a database that hangs for a moment more, and it comes too late. */
const SLOW: SlowAnswer = {share: 0.6};

/** An answer that came in time, but with little of it left. */
export function remarkSlow(world: World, {row, route, path}: PendingWebhook, {at, ms, failure}: ReplyFact): void {
  const limit = replyLimitMs[route];
  const slow = world.setup?.slowAnswer ?? SLOW;
  if (failure || ms > limit || ms < ('ms' in slow ? slow.ms : slow.share * limit) || !isNccoDue(world, row)) return;
  const {log} = world;
  const webhook = nameOf(log, row);
  log.flag(row, PROBLEM);
  remark(world, log.conversationOf(row), {
    code: 'slow-answer',
    key: `slow ${webhook} ${path}`,
    row,
    at,
    leg: log.legOf(row),
    text: `The answer to the ${webhook} webhook took ${duration(ms)} of the ${duration(limit)} that Vonage waits.`,
    advice: 'Answer first, and do slow work afterwards. --slow-answer sets from when on this is said.',
    severity: 'warning',
  });
}

const names: Readonly<Record<Route, string>> = {
  answer: 'an answer',
  event: 'an event',
  fallback: 'a fallback',
  rtc: 'an RTC',
};
const one = (route: Route): string => names[route];
const of = (route: Route): string => (route === 'rtc' ? 'RTC' : `${route[0]?.toUpperCase()}${route.slice(1)}`);
