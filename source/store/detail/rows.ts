import {agreementOf} from '../../world/read/agreement.js';
import {type EventView, eventView, observationsOf} from '../../world/read/event-view.js';
import type {Conversation} from '../../world/world.js';
import type {Model} from '../model.js';
import {resentOfRow} from '../replayed/recorded-webhooks.js';
import {chosenCall, chosenRow} from '../select.js';
import {witnessRows} from './compare.js';
import {diffedRows, diffRows} from './diff-rows.js';
import {factsOf} from './facts.js';
import {jsonRows, readBody} from './json-rows.js';
import {type EventMessage, eventMessage} from './payload.js';
import {replayedRows} from './replayed-rows.js';
import type {DetailRow} from './row.js';

/** How many deliveries of one event are shown. */
const MOST_DELIVERIES = 8;

/** How many answers to one event that was sent again are shown, the last ones. */
const MOST_RESENT = 3;

/** The observations that the detail of a row needs: what was received for it, and what was answered. */
export function payloadsOf({world}: Model, row: number): number[] {
  const reply = world.log.replyOf(row);
  const again = resentOfRow(world, row).slice(-MOST_RESENT);
  return [...observationsOf(world, row).slice(0, MOST_DELIVERIES), ...(reply === undefined ? [] : [reply]), ...again];
}

type Known = {model: Pick<Model, 'world' | 'payloads'>; key: string; folded: ReadonlySet<string>; rows: DetailRow[]};
const memo = new WeakMap<Model['memo'], Known>();

/** Everything that the detail says now, in rows: what its cursor moves over. */
export function detailRows(model: Model): readonly DetailRow[] {
  const {view, world, payloads} = model;
  const call = chosenCall(model);
  const row = chosenRow(model);
  const {tab, folded} = view.detail;
  if (!call || row === undefined) return tab === 'diff' ? diffRows(model) : [];
  const compared = (tab === 'diff' && diffedRows(model)) || [];
  const others = compared.map(each => `${each} ${world.conversations.get(world.log.conversationOf(each))?.version}`);
  const again = resentOfRow(world, row).length;
  const key = `${again} ${call.id} ${call.version} ${row} ${tab} ${view.columns} ${view.zoomed} ${view.overlay} ${others}`;
  const known = memo.get(model.memo);
  const same = known?.model.world.log === world.log && known.model.payloads === payloads;
  if (known && same && known.key === key && known.folded === folded) return known.rows;
  const rows = tab === 'diff' ? diffRows(model) : build(model, call, row);
  memo.set(model.memo, {model: {world, payloads}, key, folded, rows});
  return rows;
}

function build(model: Model, call: Conversation, row: number): DetailRow[] {
  const event = {...eventView(model.world, call, row), ...agreementOf(model.world, call, row)};
  const {tab} = model.view.detail;
  if (tab === 'compare') return [...replayedRows(model, row), ...witnessRows(model, event)];
  const facts = factsOf(model.world, call, event, model.payloads).map((fact): DetailRow => ({kind: 'fact', fact}));
  return [...facts, ...messages(model, event).flatMap(message => messageRows(model, message))];
}

/** `undefined` is a message that is still being read back. */
function messages(model: Model, event: EventView): (EventMessage | undefined)[] {
  return payloadsOf(model, event.row).flatMap(seq => {
    const observation = model.payloads.get(seq);
    if (!observation) return [undefined];
    const message = eventMessage(observation, event.id);
    return message ? [message] : [];
  });
}

function messageRows({view}: Model, message: EventMessage | undefined): DetailRow[] {
  if (!message) return [{kind: 'blank'}, {kind: 'note', text: '…'}];
  const {tab, folded} = view.detail;
  const {block, title, body, headers} = message;
  const isFolded = folded.has(block);
  const head: DetailRow = {kind: 'title', text: title, path: block, fold: isFolded ? 'folded' : 'open', body};
  if (isFolded) return [{kind: 'blank'}, head];
  if (tab === 'http') return [{kind: 'blank'}, head, ...headerRows(headers)];
  if (tab === 'raw') return [{kind: 'blank'}, head, ...rawRows(message)];
  const value = readBody(body);
  if (value === undefined) return [{kind: 'blank'}, head, ...rawRows(message)];
  const rows = jsonRows(value, path => folded.has(block + path));
  // The outermost bracket is folded with its message.
  const named = rows.map(
    (each): DetailRow => ({
      kind: 'json',
      ...each,
      path: block + each.path,
      fold: each.path === '' ? undefined : each.fold,
    }),
  );
  return [{kind: 'blank'}, head, ...named];
}

function headerRows(headers: EventMessage['headers']): DetailRow[] {
  const all = Object.entries(headers);
  if (all.length === 0) return [{kind: 'note', text: '(no headers)'}];
  return all.map(([name, value]) => ({kind: 'header', name, value}));
}

function rawRows({body, encoding}: EventMessage): DetailRow[] {
  if (body === '') return [{kind: 'note', text: '(no body)'}];
  const note: DetailRow[] = encoding ? [{kind: 'note', text: 'Not UTF-8: shown as base64.'}] : [];
  return [...note, ...body.split('\n').map((text): DetailRow => ({kind: 'text', text}))];
}
