import type {Change} from './commands/command.js';
import {runKey} from './commands/table.js';
import type {Model} from './model.js';
import {pasteInFilter, pressInFilter} from './typing/filter-line.js';

/** What a key does now: while a filter is typed it is a letter of it, otherwise it is looked up in the command table. */
export function press(model: Model, key: string): Change {
  const {view} = model;
  if (view.typing && key !== 'C-c') return pressInFilter(model, view.typing, key);
  if (view.overlay === 'confirm-quit' && key !== 'C-c') {
    return ['q', 'Q', 'y', 'Enter'].includes(key) ? {effect: {type: 'quit'}} : {view: {...view, overlay: undefined}};
  }
  return runKey(model, key);
}

/** Pasted text goes where text is being typed, and nowhere else: it never presses keys. */
export function paste(model: Model, text: string): Change {
  const {typing} = model.view;
  return typing ? pasteInFilter(model, typing, text) : {};
}
