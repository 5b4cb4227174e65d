import {short} from '../../output/format.js';
import {excerptOf} from '../../store/excerpt.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {saveFormats} from '../../store/save-formats.js';
import {chosenCall} from '../../store/select.js';
import {printable, safe, wrap} from '../../text/printable.js';
import {cell, line, type Part} from '../line.js';
import type {Look} from '../look.js';
import type {PaneView} from '../pane-view.js';

/** Formats to save the chosen call in, and how much of it will be in the file. */
export function saveOverlay(model: Model, look: Look, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  const excerpt = excerptOf(model);
  const {saveAt} = model.view;
  const all = call?.rows.length ?? 0;
  const limits = excerpt?.rows ? safe`Limited by ${printable(excerpt.limits.join(', '), 400)}` : safe``;
  return {
    title: [safe`Save as`, ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]],
    right: [excerpt?.rows ? ['warn', safe`${excerpt.rows.length} of ${all} events`] : ['dim', safe`${all} events`]],
    lines: [
      ...saveFormats.map(({name, holds}, i) => {
        const parts: Part[] = [
          i === saveAt ? ['focus', safe`▸`] : safe` `,
          cell('strong', printable(name), 10),
          printable(holds),
        ];
        return line(look, width, parts, {selected: i === saveAt});
      }),
      ...wrap(limits, width - 2).map(row => line(look, width, [['warn', safe` ${row}`]])),
    ].slice(0, height),
  };
}
