import type {Model} from '../model.js';
import {callSorts} from '../view-state.js';
import type {Change, Command} from './command.js';

export const sortCommands: readonly Command[] = [
  {id: 'next-sort', keys: ['>'], label: 'sort the calls by start, duration, state, problems', run: nextSort(1)},
  {id: 'previous-sort', keys: ['<'], label: 'the sorting before that', run: nextSort(-1)},
];

function nextSort(by: 1 | -1) {
  return ({view}: Model): Change => {
    const at = callSorts.indexOf(view.sort) + by + callSorts.length;
    return {view: {...view, sort: callSorts[at % callSorts.length] ?? 'start'}};
  };
}
