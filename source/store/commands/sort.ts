import type {Model} from '../model.js';
import {callSorts} from '../view-state.js';
import {type Command, type CommandResult, chosenFrom, say} from './command.js';

export const sortCommands: readonly Command[] = [
  {
    id: 'sort',
    keys: ['>'],
    label: 'sort the calls by start, duration, state, problems',
    hint: ['sort', 6],
    panes: ['calls'],
    argument: chosenFrom('[BY]', callSorts, (view, sort) => ({...view, sort})),
    run: nextSort(1),
  },
  {id: 'previous-sort', keys: ['<'], label: 'the sorting before that', panes: ['calls'], run: nextSort(-1)},
];

function nextSort(by: 1 | -1) {
  return (model: Model): CommandResult => {
    const {view} = model;
    const sort = callSorts[(callSorts.indexOf(view.sort) + by + callSorts.length) % callSorts.length] ?? 'start';
    return say({...model, view: {...view, sort}}, `Calls are sorted by ${sort}.`, 'good');
  };
}
