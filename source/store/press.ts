import {runKey} from './commands/bindings.js';
import {clear} from './commands/clear.js';
import type {Change} from './commands/command.js';
import type {Model} from './model.js';
import {pasteInFilter, pressInFilter} from './typing/filter-line.js';
import {pasteInPalette, pressInPalette} from './typing/palette-line.js';
import {pressInReady} from './typing/ready-list.js';
import {pressInSave} from './typing/save-list.js';
import {pasteInSearch, pressInSearch} from './typing/search-line.js';
import type {Overlay, ViewState} from './view-state.js';

/** What a key does now: while something is typed it is a letter of it, otherwise it is looked up in the command table. */
export function press(model: Model, key: string): Change {
  const {view} = model;
  if (view.typing && key !== 'C-c') return pressInFilter(model, view.typing, key);
  if (view.searching && key !== 'C-c') return pressInSearch(model, view.searching, key);
  if (view.palette && key !== 'C-c') return pressInPalette(model, view.palette, key);
  const inList = (view.overlay && lists[view.overlay])?.(model, key);
  if (inList) return inList;
  const question = view.overlay && questions[view.overlay];
  if (question && key !== 'C-c') {
    return question.yes.includes(key) ? question.run(model) : {view: {...view, overlay: undefined}};
  }
  return runKey(model, key);
}

/** Lists to choose from, which take some keys. */
const lists: Partial<Record<Overlay, (model: Model, key: string) => Change | undefined>> = {
  filters: pressInReady,
  save: pressInSave,
};

/** What is asked before it is done, and the keys that mean yes; any other means no. */
const questions: Partial<Record<Overlay, {yes: readonly string[]; run: (model: Model) => Change}>> = {
  'confirm-quit': {yes: ['q', 'Q', 'y', 'Enter'], run: () => ({effect: {type: 'quit'}})},
  'confirm-clear': {yes: ['C', 'y', 'Enter'], run: clear},
};

/** Whether a question waits for its answer. */
export function isAsked({overlay}: ViewState): boolean {
  return overlay !== undefined && questions[overlay] !== undefined;
}

/** Pasted text goes where text is being typed, and nowhere else: it never presses keys. */
export function paste(model: Model, text: string): Change {
  const {typing, searching, palette} = model.view;
  if (typing) return pasteInFilter(model, typing, text);
  if (searching) return pasteInSearch(model, searching, text);
  return palette ? pasteInPalette(model, palette, text) : {};
}
