import type {Finding} from '../../call/finding.js';
import type {ReplyObservation, WebhookObservation} from '../../call/observation.js';
import {verdicts} from '../../call/signature-result.js';
import {type Status, statuses} from '../../call/status.js';
import {readEvent} from '../../vonage/api.js';
import {readFields, readWebhook, type Webhook} from '../../vonage/webhook.js';
import {BY_APPLICATION, GET, OUT_OF_ORDER, PROBLEM, RTC, TOLD, WEBHOOK} from '../event-log.js';
import {partiesText} from '../read/agreement.js';
import type {World} from '../world.js';
import {changeConversation, changeLeg, provisionalId, remark, reportLeg, seeConversation, touch} from './change.js';
import {digest} from './digest.js';
import {report} from './enter.js';
import {foldEvent} from './event.js';
import {orderOf, WORD} from './leg.js';
import {readNcco} from './ncco.js';

export function foldWebhook(world: World, o: WebhookObservation): void {
  const {counts} = world;
  counts.webhooks++;
  counts.firstWebhookAt ??= o.at;
  counts.lastWebhookAt = o.at;
  const row = foldOne(world, o);
  world.index.replies.set(o.seq, row);
  if (o.raw.method === 'GET') world.log.flag(row, GET);
  const conversation = world.log.conversationOf(row);
  if (o.signature) {
    world.log.verdict[row] = verdicts.indexOf(o.signature.state) + 1;
    if (o.signature.state !== 'signed') {
      world.log.flag(row, PROBLEM);
      const text = o.signature.text ?? `The webhook is ${o.signature.state}.`;
      remark(world, conversation, {
        code: 'signature',
        row,
        at: o.at,
        leg: world.log.legOf(row),
        text,
        severity: 'warning',
      });
    }
  }
}

function foldOne(world: World, o: WebhookObservation): number {
  // A stranger who can make calls appear could bury the real ones: what was refused is one row, and no call.
  if (o.refused) return foldApart(world, o, 'refused', `${o.source} webhook`);
  return o.source === 'rtc' ? foldRtc(world, o) : foldVoice(world, o, readWebhook(o.source, o.raw));
}

function foldRtc(world: World, o: WebhookObservation): number {
  const fields = readFields(o.raw);
  const event = typeof fields === 'string' ? undefined : readEvent(fields);
  const why = typeof fields === 'string' ? fields : 'it has no type';
  if (!event) return foldUnreadable(world, o, why);
  return foldEvent(world, event, {witness: RTC, arrived: o.at, seq: o.seq, digest: digest(o.raw.body)});
}

function foldUnreadable(world: World, o: WebhookObservation, why: string): number {
  world.counts.unreadable++;
  const row = foldApart(world, o, 'unreadable', why);
  const text = `A webhook at ${o.raw.path.split('?')[0]} could not be read: ${why}. It was answered and kept as it came.`;
  remark(world, '', {code: 'unreadable', row, at: o.at, text, severity: 'warning'});
  return row;
}

/** A webhook that belongs to no call. */
function foldApart(world: World, o: WebhookObservation, type: string, note: string): number {
  seeConversation(world, '', o.at);
  const {row} = report(world, {
    conversation: '',
    witness: o.source === 'rtc' ? RTC : WEBHOOK,
    type,
    arrived: o.at,
    seq: o.seq,
    note,
    digest: digest(`${type} ${o.source} ${o.signature?.state} ${o.raw.path} ${o.raw.body}`),
  });
  world.log.flag(row, PROBLEM);
  touch(world, '');
  return row;
}

function foldVoice(world: World, o: WebhookObservation, webhook: Webhook): number {
  if (webhook.kind === 'unreadable') return foldUnreadable(world, o, webhook.note ?? 'unknown format');
  const {leg, at} = webhook;
  const conversation =
    webhook.conversation ?? (leg === undefined ? '' : (world.legs.get(leg)?.conversation ?? provisionalId(leg)));
  const seen = seeConversation(world, conversation, o.at);
  if (webhook.regionUrl !== undefined && seen.regionUrl === undefined) {
    changeConversation(world, conversation, {regionUrl: webhook.regionUrl});
  }
  const {row, fresh} = report(world, {
    conversation,
    witness: WEBHOOK,
    type: webhook.status ?? webhook.kind,
    status: webhook.status,
    leg,
    at,
    arrived: o.at,
    seq: o.seq,
    note: webhook.note,
    parties: partiesText(webhook.facts),
    digest: digestOf(o, webhook),
    same: webhook.recordingUrl && `recording ${webhook.recordingUrl}`,
  });
  if (fresh && leg !== undefined && at !== undefined) markOrder(world, leg, row, at, webhook.status);
  if (leg !== undefined) {
    const status = webhook.status;
    const way = webhook.kind === 'transfer' ? 'moved' : undefined;
    reportLeg(world, {leg, conversation, fields: webhook.facts, word: WORD.webhook, at, arrived: o.at, status, way});
    rememberOrder(world, leg, at, webhook.status);
  } else {
    touch(world, conversation);
  }
  if (webhook.kind === 'error' || webhook.kind === 'fallback') {
    world.log.flag(row, PROBLEM);
    const code = webhook.kind === 'error' ? 'ncco-error' : 'fallback';
    if (fresh) remark(world, conversation, {code, row, at: at ?? o.at, leg, text: webhook.note ?? 'no reason given'});
  } else if (webhook.status && statuses[webhook.status].unhappy) {
    world.log.flag(row, PROBLEM);
  }
  return row;
}

/** The same request for an answer is one fact however often it comes; any other webhook is itself, body and all. */
function digestOf(o: WebhookObservation, webhook: Webhook): number {
  if (webhook.kind === 'answer') return digest(`answer ${webhook.leg} ${webhook.conversation}`);
  return digest(`${webhook.kind} ${webhook.leg} ${o.raw.body || o.raw.path}`);
}

/** A webhook whose stamp and rank are below one that came before it was overtaken on the way. */
function markOrder(world: World, leg: string, row: number, at: number, status: Status | undefined): void {
  const known = world.legs.get(leg);
  if (known && orderOf(at, status) < known.order) world.log.flag(row, OUT_OF_ORDER);
}

function rememberOrder(world: World, leg: string, at: number | undefined, status: Status | undefined): void {
  const known = world.legs.get(leg);
  if (!known || at === undefined) return;
  const order = orderOf(at, status);
  if (order > known.order) changeLeg(world, known).order = order;
}

/** Puts what was answered beside the webhook it answers. */
export function foldReply(world: World, o: ReplyObservation): void {
  const row = world.index.replies.get(o.to);
  if (row === undefined) return;
  world.index.replies.delete(o.to);
  const {log} = world;
  log.replyStatus[row] = o.raw.status;
  log.replyMs[row] = o.ms;
  log.reply[row] = o.seq;
  world.index.changes.rows.add(row);
  // A repeated webhook is answered as well; only the first told of something.
  if (log.seq[row] === o.to && log.has(row, TOLD)) world.index.changes.replied = row;
  const ncco = o.raw.encoding ? undefined : readNcco(o.raw.body);
  if (ncco) log.nccos.set(row, ncco);
  if (o.by === 'application') log.flag(row, BY_APPLICATION);
  const conversation = log.conversationOf(row);
  const leg = log.legOf(row);
  if (o.failure) {
    log.flag(row, PROBLEM);
    remark(world, conversation, {code: 'application', row, at: o.at, leg, text: o.failure.text, severity: 'error'});
  }
  for (const finding of o.findings ?? []) {
    if (finding.severity === 'error') log.flag(row, PROBLEM);
    const text = `${finding.text}${placeOf(finding)}`;
    remark(world, conversation, {code: 'ncco', row, at: o.at, leg, text, severity: finding.severity});
  }
  touch(world, conversation);
}

/** Where in the NCCO: its path, or line and column of what is no JSON. */
function placeOf({path, line, column}: Finding): string {
  if (path) return ` (at ${path})`;
  return line === undefined ? '' : ` (line ${line}, column ${column})`;
}
