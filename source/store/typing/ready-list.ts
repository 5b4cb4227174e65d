import {joined, type ReadyMade, readyMade} from '../../filter/ready-made.js';
import {vocabularyOf} from '../../filter/vocabulary.js';
import type {Command, CommandResult} from '../commands/command.js';
import type {Model} from '../model.js';
import {target} from '../moves.js';
import type {Movement} from '../scroll.js';
import {chosenCall} from '../select.js';
import type {ViewState} from '../view-state.js';
import {listInFront} from './active.js';
import {setFilter} from './filter-line.js';
import {remember} from './history.js';

/** The rows of the list of ready-made filters. */
export function readyRows(model: Model): readonly ReadyMade[] {
  const {leg, type} = vocabularyOf(model.world, chosenCall(model));
  return readyMade(listInFront(model.view), {leg, type});
}

/** What Enter would filter by: what was picked, or the row in front. */
export function readyFilter(model: Model): string {
  const {at, picked} = model.view.ready;
  return picked.length > 0 ? joined(picked) : (readyRows(model)[at]?.filter ?? '');
}

/** The list, opened. */
export function readyOpened(view: ViewState): ViewState {
  return {...view, overlay: 'filters', ready: {at: 0, picked: []}};
}

/** What holds in the list only; it moves by the keys that move elsewhere. */
export const readyListCommands: readonly Command[] = [
  {
    id: 'apply-filters',
    keys: ['Enter'],
    label: 'filter by what was picked, or by the row in front',
    modes: {filters: ['filter', 0]},
    run: model => ({view: readyApplied(model)}),
  },
  {
    id: 'pick-filter',
    keys: ['Space'],
    label: 'pick the filter, or take the pick back',
    modes: {filters: ['pick several', 1]},
    run: pick,
  },
];

/** The list closed, its filter in force. */
export function readyApplied(model: Model): ViewState {
  const text = readyFilter(model);
  const view: ViewState = {...model.view, overlay: undefined, filters: remember(model.view.filters, text)};
  return setFilter({...model, view}, listInFront(view), text);
}

function pick(model: Model): CommandResult {
  const {view} = model;
  const {at, picked} = view.ready;
  const filter = readyRows(model)[at]?.filter;
  if (filter === undefined) return {};
  const others = picked.filter(each => each !== filter);
  const next = others.length < picked.length ? others : [...picked, filter];
  return {view: {...view, ready: {at, picked: next}}};
}

/** Moves to another row of the list, of which a page is so many. */
export function moveInReady(model: Model, step: Movement, page: number): ViewState {
  const {view} = model;
  return {...view, ready: {...view.ready, at: target(step, view.ready.at, readyRows(model).length, page)}};
}
