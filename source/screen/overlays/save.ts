import {short} from '../../output/format.js';
import {excerptOf} from '../../store/excerpt.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {saveFormats} from '../../store/save-formats.js';
import {chosenCall} from '../../store/select.js';
import {counted} from '../../text/counted.js';
import {printable, safe, wrap} from '../../text/printable.js';
import type {PaneView, Pen} from '../pane-view.js';
import {rowOf} from '../row.js';
import {choiceRows} from './choices.js';

/** Formats to save the chosen call in, and how much of it will be in the file. */
export function saveOverlay(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const excerpt = excerptOf(model);
  const all = call?.rows.length ?? 0;
  const limits = excerpt?.rows ? safe`Limited by ${pen.print(excerpt.limits.join(', '), 400)}` : safe``;
  return {
    title: [safe`Save as`, ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]],
    right: [
      excerpt?.rows
        ? ['warn', safe`${excerpt.rows.length} of ${all} events`]
        : ['dim', printable(counted(all, 'event'))],
    ],
    rows: [
      ...choiceRows(saveFormats, model, pen, 'saveAt'),
      ...wrap(limits, width - 2).map(row => rowOf([['warn', safe` ${row}`]])),
    ].slice(0, height),
  };
}
