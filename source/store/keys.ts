import type {Change} from './commands/command.js';
import {runKey} from './commands/table.js';
import type {Model} from './model.js';

/** What a key does now: while a filter is typed it is a letter of it, otherwise it is looked up in the command table. */
export function press(model: Model, key: string): Change {
  const {view} = model;
  if (view.typing && key !== 'C-c') return {view: {...view, ...type(view.typing, key), event: undefined}};
  if (view.overlay === 'confirm-quit' && !['q', 'Q', 'y', 'Enter', 'C-c'].includes(key)) {
    return {view: {...view, overlay: undefined}};
  }
  if (view.overlay === 'confirm-quit') return {effect: {type: 'quit'}};
  return runKey(model, key);
}

type Typing = {text: string; before: string};

function type({text, before}: Typing, key: string): {typing: Typing | undefined; filter?: string} {
  switch (key) {
    case 'Enter':
      return {typing: undefined, filter: text.trim()};
    case 'Esc':
      return {typing: undefined, filter: before};
    case 'Backspace':
      return text === '' ? {typing: undefined, filter: ''} : {typing: {text: [...text].slice(0, -1).join(''), before}};
    case 'C-u':
      return {typing: {text: '', before}};
    case 'C-w':
      return {typing: {text: text.replace(/\S+\s*$/, ''), before}};
    case 'Space':
      return {typing: {text: `${text} `, before}};
    default:
      return {typing: {text: [...key].length === 1 && text.length < 500 ? text + key : text, before}};
  }
}
