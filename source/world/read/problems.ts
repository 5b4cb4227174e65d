import {statuses} from '../../call/status.js';
import {meaningOfEnd, meaningOfFallback, meaningOfNccoError} from '../../vonage/meaning.js';
import {OUT_OF_ORDER} from '../event-log.js';
import {COMPLETED_WITHIN_MS} from '../fold/webhook.js';
import type {Conversation, Leg, Remark, RemarkCode, World} from '../world.js';
import {historyOf, legsOf} from './history.js';

/** Something that went wrong, or may have: what happened and what to do next. */
export type Problem = {
  code: RemarkCode | 'out-of-order' | 'completed-missing' | 'unhappy-end' | 'poller';
  severity: 'error' | 'warning' | 'info';
  /** ms since the epoch. */
  at: number;
  leg?: string;
  /** The row of the log to look at. */
  row?: number;
  text: string;
  advice?: string;
};

/** Whether a problem is more than a hint. */
export function isSerious({severity}: Problem): boolean {
  return severity !== 'info';
}

const memo = new WeakMap<Conversation, readonly Problem[]>();

/** All problems of a conversation, oldest first. */
export function problemsOf(world: World, conversation: Conversation): readonly Problem[] {
  const known = memo.get(conversation);
  if (known) return known;
  const problems = [
    ...conversation.remarks.map(ofRemark),
    ...legsOf(world, conversation).flatMap(leg => ofLeg(world, leg)),
    ...ofPoller(world, conversation),
  ].sort((a, b) => a.at - b.at);
  memo.set(conversation, problems);
  return problems;
}

const advice: Partial<Record<RemarkCode, string>> = {
  unreadable: 'Open the event to see what came. Vonage sends JSON objects: something else may be calling this address.',
  ncco: 'Correct the NCCO; check a file with: convo-monitor ncco FILE',
};

function ofRemark(remark: Remark): Problem {
  const {code, at, leg, row, text} = remark;
  if (code === 'ncco-error') {
    const known = meaningOfNccoError(text);
    return {code, severity: 'error', at, leg, row, text: `${known.meaning} Reason: ${text}`, advice: known.advice};
  }
  if (code === 'fallback') {
    const known = meaningOfFallback(text);
    const said = `Vonage used the fallback URL: ${known.meaning} Reason: ${text}`;
    return {code, severity: 'error', at, leg, row, text: said, advice: known.advice};
  }
  return {code, severity: remark.severity ?? 'error', at, leg, row, text, advice: advice[code]};
}

function ofLeg(world: World, leg: Leg): Problem[] {
  const history = historyOf(world, leg);
  const problems: Problem[] = [];
  for (const {row, at, arrivedAt, status} of history) {
    if (!world.log.has(row, OUT_OF_ORDER)) continue;
    const text = `${status} arrived ${Math.max(0, Math.round(arrivedAt - at))} ms after it happened, behind a later event.`;
    const harmless = 'Harmless: Vonage promises no order. Sort by timestamp, never by arrival.';
    problems.push({code: 'out-of-order', severity: 'info', at, leg: leg.id, row, text, advice: harmless});
  }
  if (!leg.failure) return problems;
  const failed = history.find(entry => entry.status === leg.failure);
  const {meaning, advice: next} = meaningOfEnd({status: leg.failure, detail: leg.detail, sipCode: leg.sipCode});
  const at = failed?.at ?? leg.lastSeenAt;
  problems.push({
    code: 'unhappy-end',
    severity: leg.failure === 'cancelled' ? 'info' : 'warning',
    at,
    leg: leg.id,
    row: failed?.row,
    text: `${leg.failure}: ${meaning}`,
    advice: next,
  });
  const due = (failed?.arrivedAt ?? leg.lastSeenAt) + COMPLETED_WITHIN_MS;
  if (!(leg.status && statuses[leg.status].final) && world.now >= due) {
    const seconds = COMPLETED_WITHIN_MS / 1000;
    problems.push({
      code: 'completed-missing',
      severity: 'warning',
      at: due,
      leg: leg.id,
      row: failed?.row,
      text: `completed has not come ${seconds} s after ${leg.failure}.`,
      advice: 'It may be late, or lost on the way: check the tunnel. With a fallback NCCO it comes when that is done.',
    });
  }
  return problems;
}

function ofPoller(world: World, conversation: Conversation): Problem[] {
  const health = world.health.get(`poller:${conversation.id}`);
  const isGivenUp = health?.state === 'off' && health.code === 'not-found';
  if (!health || (health.state !== 'failing' && !isGivenUp)) return [];
  // What the webhooks say is there all the same.
  return [{code: 'poller', severity: isGivenUp ? 'info' : 'warning', at: health.at, text: health.text}];
}
