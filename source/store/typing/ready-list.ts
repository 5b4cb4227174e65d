import {joined, type ReadyMade, readyMade} from '../../filter/ready-made.js';
import {vocabularyOf} from '../../filter/vocabulary.js';
import type {Change} from '../commands/command.js';
import type {Model} from '../model.js';
import {chosenCall} from '../select.js';
import type {ViewState} from '../view-state.js';
import {listInFront} from './active.js';
import {setFilter, startFilter} from './filter-line.js';
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

/** Opens the list. */
export function openReady({view}: Model): Change {
  return {view: {...view, overlay: 'filters', ready: {at: 0, picked: []}}};
}

/** A key while the list is open; undefined for a key that means what it always does. */
export function pressInReady(model: Model, key: string): Change | undefined {
  return actions.get(key)?.(model);
}

const actions: ReadonlyMap<string, (model: Model) => Change> = new Map<string, (model: Model) => Change>([
  ['Enter', model => ({view: apply(model)})],
  ['Space', pick],
  ['/', model => startFilter({...model, view: apply(model)})],
  ['j', to(1)],
  ['Down', to(1)],
  ['k', to(-1)],
  ['Up', to(-1)],
  ['PgDn', to(10)],
  ['PgUp', to(-10)],
  ['g', to(-1000)],
  ['Home', to(-1000)],
  ['G', to(1000)],
  ['End', to(1000)],
  ['f', ({view}) => ({view: {...view, overlay: undefined}})],
  ['q', ({view}) => ({view: {...view, overlay: undefined}})],
]);

function apply(model: Model): ViewState {
  const text = readyFilter(model);
  const view: ViewState = {...model.view, overlay: undefined, filters: remember(model.view.filters, text)};
  return setFilter({...model, view}, listInFront(view), text);
}

function pick(model: Model): Change {
  const {view} = model;
  const {at, picked} = view.ready;
  const filter = readyRows(model)[at]?.filter;
  if (filter === undefined) return {};
  const others = picked.filter(each => each !== filter);
  const next = others.length < picked.length ? others : [...picked, filter];
  return {view: {...view, ready: {at, picked: next}}};
}

function to(by: number) {
  return (model: Model): Change => {
    const {view} = model;
    const last = readyRows(model).length - 1;
    return {view: {...view, ready: {...view.ready, at: Math.max(0, Math.min(last, view.ready.at + by))}}};
  };
}
