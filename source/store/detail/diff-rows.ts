import {eventView, legLabel, observationsOf} from '../../world/read/event-view.js';
import {keyFor} from '../commands/key-names.js';
import type {Model} from '../model.js';
import {chosenCall} from '../select.js';
import {diffJson, type JsonDiff} from './diff.js';
import {readBody} from './json-rows.js';
import {bodyOrQuery, eventMessage} from './payload.js';
import type {DetailRow, DiffSide} from './row.js';

/** The two events that were marked last, in the order of the stream; undefined until there are two. */
export function diffedRows({view}: Pick<Model, 'view'>): [number, number] | undefined {
  const [left, right] = view.marked.slice(-2).sort((a, b) => a - b);
  return left === undefined || right === undefined ? undefined : [left, right];
}

/** What to do for a diff. */
export function howToDiff(model: Model): string {
  return `Mark two events with ${keyFor(model, 'mark')}, then ${keyFor(model, 'diff')} shows where they differ.`;
}

export function diffRows(model: Model): DetailRow[] {
  const rows = diffedRows(model);
  if (!rows) return [{kind: 'note', text: howToDiff(model)}];
  const [left, right] = rows.map(row => sideOf(model, row));
  if (!left || !right) return [{kind: 'note', text: 'The marked events are no longer there.'}];
  const [before, after] = rows.map(row => bodyOf(model, row));
  const head: DetailRow[] = [{kind: 'sides', left, right}, {kind: 'blank'}];
  if (before === undefined || after === undefined) return [...head, {kind: 'note', text: '…'}];
  const diff = diffOf(model, before, after);
  if (!diff) return [...head, ...textRows(before, after)];
  const found = diff.differences;
  if (found.length === 0) return [...head, {kind: 'note', text: 'Their bodies are the same.'}];
  if (diff.byPlace) head.push({kind: 'note', text: 'A list is too long to be aligned: it is compared place by place.'});
  // What differs between any two events comes last.
  const telling = found.filter(({isVolatile}) => !isVolatile);
  const usual = found.filter(({isVolatile}) => isVolatile);
  return [...head, ...[...telling, ...usual].map((difference): DetailRow => ({kind: 'differ', difference}))];
}

const memo = new WeakMap<Model['memo'], {before: string; after: string; diff: JsonDiff | undefined}>();

/** Where two bodies differ; undefined where one of them is no JSON. */
function diffOf(model: Model, before: string, after: string): JsonDiff | undefined {
  const known = memo.get(model.memo);
  if (known?.before === before && known.after === after) return known.diff;
  const [one, other] = [readBody(before), readBody(after)];
  const diff = one === undefined || other === undefined ? undefined : diffJson(one, other);
  memo.set(model.memo, {before, after, diff});
  return diff;
}

function textRows(before: string, after: string): DetailRow[] {
  if (before === after) return [{kind: 'note', text: 'Their bodies are the same.'}];
  const rows = (sign: '+' | '-', text: string) =>
    (text === '' ? ['(no body)'] : text.split('\n')).map((each): DetailRow => ({kind: 'differText', sign, text: each}));
  return [...rows('-', before), ...rows('+', after)];
}

function sideOf(model: Model, row: number): DiffSide | undefined {
  const {world} = model;
  const call = world.conversations.get(world.log.conversationOf(row)) ?? chosenCall(model);
  if (!call || row >= world.log.length) return undefined;
  const {type, at, leg} = eventView(world, call, row);
  return {row, at, type, label: legLabel(world, leg)};
}

/** What was received first for an event; undefined until it was read back. */
function bodyOf({world, payloads}: Model, row: number): string | undefined {
  const [seq] = observationsOf(world, row);
  const observation = seq === undefined ? undefined : payloads.get(seq);
  if (!observation) return undefined;
  const message = eventMessage(observation, world.log.id[row] || undefined);
  return message ? bodyOrQuery(message) : '';
}
