import {short} from '../../output/format.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {replaySpeeds} from '../../store/replayed/speeds.js';
import {chosenCall} from '../../store/select.js';
import {safe, wrap} from '../../text/printable.js';
import type {PaneView, Pen} from '../pane-view.js';
import {rowOf} from '../row.js';
import {choiceRows} from './choices.js';

const what =
  'Your application gets the webhooks of this call once more, one after the other, and each answer is held against the one of then. Nothing of the call changes here.';

/** Paces to send the chosen call again at. */
export function replayOverlay(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const call = chosenCall(model);
  return {
    title: [safe`Send again`, ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]],
    rows: [
      ...choiceRows(replaySpeeds, model, pen, 'replayAt'),
      rowOf([]),
      ...wrap(pen.print(what, 400), width - 2).map(row => rowOf([['dim', safe` ${row}`]])),
    ].slice(0, height),
  };
}
