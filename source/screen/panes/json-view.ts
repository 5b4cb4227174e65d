import {short} from '../../output/format.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {chosenCall} from '../../store/select.js';
import {yet} from '../../store/yet.js';
import {printable, repeat, safe} from '../../text/printable.js';
import {type JsonRow, jsonDocument} from '../json/document.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** The chosen call as the snapshot has it; only the rows that can be seen are made. */
export function jsonView(model: Model, pen: Pen, {height}: Inside): PaneView {
  const call = chosenCall(model);
  if (!call) return {title: [safe`JSON`], rows: [rowOf([['dim', safe` No call${printable(yet(model))}.`]])]};
  const document = jsonDocument(model.world, call);
  const start = firstSeen(model.view.scroll, document.length, height);
  const end = Math.min(document.length, start + height);
  const lines = Array.from({length: end - start}, (_, i) => rowOf(parts(pen, document.rowAt(start + i))));
  return {
    title: [safe`JSON`, ['dim', safe` — ${short(call.id)} · as s writes it, without payloads`]],
    rows: lines,
    extent: {first: start, shown: end - start, count: document.length},
  };
}

function parts(pen: Pen, {indent, key, text}: JsonRow): Part[] {
  return [safe` `, repeat(safe`  `, indent), key !== '' && ['info', pen.print(key, 200)], pen.print(text, 2000)];
}
