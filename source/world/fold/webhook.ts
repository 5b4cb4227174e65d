import {eventTypes} from '../../call/event-types.js';
import type {ReplyFact, VoiceFact, WebhookFact} from '../../call/fact.js';
import {type Finding, isByTheWay} from '../../call/finding.js';
import {keepNewest} from '../../call/keep-newest.js';
import type {Origin} from '../../call/observation.js';
import {signatureResults} from '../../call/signature-result.js';
import {type Status, statuses} from '../../call/status.js';
import {BY_APPLICATION, GET, OUT_OF_ORDER, PROBLEM, RTC, TOLD, WEBHOOK} from '../event-log.js';
import {partiesText} from '../read/agreement.js';
import type {Leg, World} from '../world.js';
import {
  changeConversation,
  changeLeg,
  least,
  provisionalId,
  remark,
  remarkRecording,
  reportLeg,
  seeConversation,
  touch,
} from './change.js';
import {enter} from './enter.js';
import {foldEvent} from './event.js';
import {orderOf, WORD} from './leg.js';
import {pendingWebhook, remarkPath, remarkReply, remarkSlow} from './route.js';

export function foldWebhook(world: World, fact: WebhookFact): void {
  const {counts, log} = world;
  const {seq, at, signature} = fact;
  counts.webhooks++;
  counts.firstWebhookAt ??= at;
  counts.lastWebhookAt = at;
  const row = foldTold(world, fact);
  const asked = pendingWebhook(row, fact);
  keepNewest(world.index.replies, seq, asked, MOST_WAITING);
  if (fact.told.kind !== 'refused' && fact.told.kind !== 'foreign') remarkPath(world, asked, at);
  if (fact.isGet) log.flag(row, GET);
  if (!signature) return;
  log.signature[row] = signatureResults.indexOf(signature.state) + 1;
  if (signature.state === 'signed') return;
  log.flag(row, PROBLEM);
  const text = signature.text ?? `The webhook is ${signature.state}.`;
  const leg = log.legOf(row);
  remark(world, log.conversationOf(row), {code: 'signature', row, at, leg, text, severity: 'warning'});
}

/** Webhooks that wait for their reply at a time: more than there are connections, and few where a recording holds no replies. */
const MOST_WAITING = 1000;

function foldTold(world: World, fact: WebhookFact): number {
  const {told, route, path, body, at: arrived, seq} = fact;
  switch (told.kind) {
    case 'refused':
      return foldApart(world, fact, 'refused', `${route} webhook`);
    case 'event':
      return foldEvent(world, told.event, {witness: RTC, arrived, seq, identity: body});
    case 'foreign': {
      const row = foldApart(world, fact, 'foreign', told.what);
      const text = `${fact.isGet ? 'GET' : 'POST'} ${path.split('?')[0]}: ${told.what}, and not one of Vonage’s voice webhooks.`;
      remark(world, '', {code: 'foreign', key: text, row, at: arrived, text, advice: told.advice, severity: 'warning'});
      return row;
    }
    case 'unreadable': {
      world.counts.unreadable++;
      const row = foldApart(world, fact, 'unreadable', told.why);
      const text = `A webhook at ${path.split('?')[0]} could not be read: ${told.why}. It was answered and kept as it came.`;
      remark(world, '', {code: 'unreadable', row, at: arrived, text, severity: 'warning'});
      return row;
    }
    default:
      return foldVoice(world, fact, told);
  }
}

/** A webhook that belongs to no call. */
function foldApart(
  world: World,
  {route, path, body, signature, at: arrived, seq}: WebhookFact,
  type: string,
  note: string,
): number {
  seeConversation(world, '', arrived);
  const {row} = enter(world, {
    conversation: '',
    witness: route === 'rtc' ? RTC : WEBHOOK,
    type,
    arrived,
    seq,
    note,
    identity: `${type} ${route} ${signature?.state} ${path} ${body}`,
  });
  world.log.flag(row, PROBLEM);
  touch(world, '');
  return row;
}

function foldVoice(world: World, fact: WebhookFact, told: VoiceFact): number {
  const {at: arrived, seq} = fact;
  const {kind, leg, at, status, facts, note, regionUrl} = told;
  const conversation =
    told.conversation ?? (leg === undefined ? '' : (world.legs.get(leg)?.conversation ?? provisionalId(leg)));
  const seen = seeConversation(world, conversation, arrived);
  if (regionUrl !== undefined && seen.regionUrl === undefined) changeConversation(world, conversation, {regionUrl});
  const publicUrl = least(seen.publicUrl, fact.publicUrl);
  const askedAt = kind === 'answer' ? least(seen.askedAt, arrived) : seen.askedAt;
  if (publicUrl !== seen.publicUrl || askedAt !== seen.askedAt)
    changeConversation(world, conversation, {publicUrl, askedAt});
  const {row, fresh} = enter(world, {
    conversation,
    witness: WEBHOOK,
    type: status ?? kind,
    status,
    leg,
    at,
    arrived,
    seq,
    note,
    parties: partiesText(facts.direction, facts.from, facts.to),
    identity: identityOf(fact, told),
    same: told.recordingUrl && `recording ${told.recordingUrl}`,
  });
  if (fresh && leg !== undefined && at !== undefined) markOrder(world, leg, row, at, status);
  if (leg !== undefined) {
    const way = kind === 'transfer' ? 'transferred' : undefined;
    const isTalk = eventTypes.get(kind)?.isTalk;
    reportLeg(world, {leg, conversation, fields: facts, word: WORD.webhook, at, arrived, status, way, isTalk});
    rememberOrder(world, leg, at, status);
  } else {
    touch(world, conversation);
  }
  if (kind === 'error' || kind === 'fallback') {
    world.log.flag(row, PROBLEM);
    const code = kind === 'error' ? 'ncco-error' : 'fallback';
    if (fresh) remark(world, conversation, {code, row, at: at ?? arrived, leg, text: note ?? 'no reason given'});
  } else if (status && statuses[status].unhappy) {
    world.log.flag(row, PROBLEM);
  }
  if (fresh) remarkRecording(world, conversation, row, told.lacks);
  return row;
}

/** The same request for an answer is one fact however often it comes; any other webhook is itself, body and all. */
function identityOf({body, path}: WebhookFact, {kind, leg, conversation}: VoiceFact): string {
  return kind === 'answer' ? `answer ${leg} ${conversation}` : `${kind} ${leg} ${body || path}`;
}

/** A webhook whose stamp and rank are below one that came before it, to the same listener, was overtaken on the way. */
function markOrder(world: World, leg: string, row: number, at: number, status: Status | undefined): void {
  const known = world.legs.get(leg);
  if (known && orderOf(at, status) < orderSeenBy(known, world.index.origin)) world.log.flag(row, OUT_OF_ORDER);
}

function rememberOrder(world: World, leg: string, at: number | undefined, status: Status | undefined): void {
  const known = world.legs.get(leg);
  if (!known || at === undefined) return;
  const order = orderOf(at, status);
  const {origin} = world.index;
  if (origin && order > orderSeenBy(known, origin) && (known.orders?.size ?? 0) < MOST_LISTENERS)
    changeLeg(world, known).orders = new Map(known.orders).set(origin.id, order);
  if (order > known.order) changeLeg(world, known).order = order;
}

/** Listeners that one leg's webhooks may come to, and be compared by. */
const MOST_LISTENERS = 64;

const orderSeenBy = ({order, orders}: Leg, origin: Origin | undefined): number =>
  origin ? (orders?.get(origin.id) ?? Number.NEGATIVE_INFINITY) : order;

/** Puts what was answered beside the webhook it answers. */
export function foldReply(world: World, fact: ReplyFact): void {
  const {to, at, seq, failure, findings = []} = fact;
  const {log, index} = world;
  index.hasReplies = true;
  const asked = index.replies.get(to);
  if (!asked) return;
  const {row} = asked;
  index.replies.delete(to);
  const before = log.replyStatus[row] || fact.status;
  log.replyStatus[row] = fact.status;
  log.replyMs[row] = fact.ms;
  log.reply[row] = seq;
  index.changes.rows.add(row);
  // A repeated webhook is answered as well: it tells of something when it is answered otherwise, as after Vonage's retry.
  if ((log.seq[row] === to && log.has(row, TOLD)) || before !== fact.status) index.changes.replied = row;
  if (fact.by === 'application') log.flag(row, BY_APPLICATION);
  const conversation = log.conversationOf(row);
  const leg = log.legOf(row);
  if (fact.ncco?.actions.some(({isSynchronous}) => isSynchronous)) index.synchronous.add(conversation);
  if (fact.ncco) {
    log.nccos.set(row, fact.ncco);
    index.nccos.set(leg ?? conversation, row);
  }
  remarkReply(world, asked, fact);
  remarkSlow(world, asked, fact);
  if (!failure) log.failures.delete(row);
  else {
    log.failures.set(row, failure);
    log.flag(row, PROBLEM);
    const key = `application ${failure.code} ${asked.route} ${asked.path}`;
    remark(world, conversation, {code: 'application', key, row, at, leg, text: failure.text, severity: 'error'});
  }
  for (const finding of findings) {
    if (isByTheWay(finding)) continue;
    if (finding.severity === 'error') log.flag(row, PROBLEM);
    const text = `${finding.text}${placeOf(finding)}`;
    remark(world, conversation, {code: 'ncco', row, at, leg, text, severity: finding.severity});
  }
  touch(world, conversation);
}

/** Where in the NCCO: its path, or line and column of what is no JSON. */
function placeOf({path, line, column}: Finding): string {
  if (path) return ` (at ${path})`;
  return line === undefined ? '' : ` (line ${line}, column ${column})`;
}
