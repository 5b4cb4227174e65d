import {short} from '../../output/format.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {chosenCall} from '../../store/select.js';
import {printable, repeat, safe} from '../../text/printable.js';
import {type JsonRow, jsonDocument} from '../json/document.js';
import {line, type Part} from '../line.js';
import type {Look} from '../look.js';
import type {PaneView} from '../pane-view.js';

/** The chosen call as the snapshot has it; only the rows that can be seen are made. */
export function jsonView(model: Model, look: Look, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  if (!call) return {title: [safe`JSON`], lines: [line(look, width, [['dim', safe` No call yet.`]])]};
  const document = jsonDocument(model.world, call);
  const start = firstSeen(model.view.scroll, document.length, height);
  const end = Math.min(document.length, start + height);
  const lines = Array.from({length: end - start}, (_, i) => line(look, width, parts(document.rowAt(start + i))));
  return {
    title: [safe`JSON`, ['dim', safe` — ${short(call.id)} · as s writes it, without payloads`]],
    right: [['dim', safe`${start + 1}–${end} of ${document.length}`]],
    lines,
  };
}

function parts({indent, key, text}: JsonRow): Part[] {
  return [repeat(safe`  `, indent), key !== '' && ['info', printable(key, 200)], printable(text, 2000)];
}
