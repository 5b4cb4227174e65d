import type {Model} from '../model.js';
import {callSorts} from '../view-state.js';
import {type Change, type Command, chosenFrom} from './command.js';

export const sortCommands: readonly Command[] = [
  {
    id: 'sort',
    keys: ['>'],
    label: 'sort the calls by start, duration, state, problems',
    panes: ['calls'],
    argument: chosenFrom('[BY]', callSorts, (view, sort) => ({...view, sort})),
    run: nextSort(1),
  },
  {id: 'previous-sort', keys: ['<'], label: 'the sorting before that', panes: ['calls'], run: nextSort(-1)},
];

function nextSort(by: 1 | -1) {
  return ({view}: Model): Change => {
    const at = callSorts.indexOf(view.sort) + by + callSorts.length;
    return {view: {...view, sort: callSorts[at % callSorts.length] ?? 'start'}};
  };
}
