import {keyFor} from '../store/commands/key-names.js';
import type {Model} from '../store/model.js';
import type {NoteTyping} from '../store/view-state.js';
import {printable, safe} from '../text/printable.js';
import {promptHints} from './hints.js';
import {inputRow} from './input-line.js';
import type {Pen} from './pane-view.js';
import {type Row, rowOf} from './row.js';
import {eventBar} from './status-bars.js';

/** The three rows at the bottom while a note is typed: what becomes of it, the event, the note. */
export function noteRows(model: Model, pen: Pen, typing: NoteTyping): Row[] {
  const what =
    typing.text.trim() === ''
      ? safe` An empty note takes away what was noted on this event.`
      : safe` ${printable(keyFor(model, 'accept'))} keeps this note on the event, in the recording.`;
  return [
    rowOf([['dim', what]]),
    eventBar(model, pen),
    inputRow(pen, model.view.columns, safe`“`, typing, [], promptHints(model)),
  ];
}
