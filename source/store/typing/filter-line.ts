import {type Completion, completeFilter} from '../../filter/complete.js';
import type {Filtered} from '../../filter/filter.js';
import {parseFilter} from '../../filter/parse.js';
import {vocabularyOf} from '../../filter/vocabulary.js';
import type {CommandResult} from '../commands/command.js';
import type {Model} from '../model.js';
import {chosenCall, isInStream} from '../select.js';
import type {FilterTyping, ScrollPosition, ViewState} from '../view-state.js';
import {activeFilter, listInFront} from './active.js';
import {remember} from './history.js';
import type {TypedLine} from './line.js';
import type {Prompt} from './prompt.js';

/** Begins to type the filter of the list in front, with what it is now. */
export function startFilter({view}: Model): CommandResult {
  const list = listInFront(view);
  const text = activeFilter(view, list);
  const before = {filter: text, event: view.event};
  const {zoomed, focus} = view;
  const inFront: ViewState = {...view, overlay: undefined, focus: list, zoomed: zoomed && focus === list};
  return {view: {...inFront, typing: {list, before, text, cursor: text.length}}};
}

export const filterPrompt: Prompt = {
  line: ({typing}) => typing,
  history: ({filters}) => filters,
  change: (model, line) =>
    whileTyped(model, typing => typed(model, {...typing, past: undefined, ...line, menu: undefined})),
  accept: model => whileTyped(model, typing => keep(model, typing)),
  cancel: model => whileTyped(model, typing => restore(model, typing)),
  complete: (model, by) => whileTyped(model, typing => complete(model, typing, by)),
};

function whileTyped({view: {typing}}: Model, change: (typing: FilterTyping) => CommandResult): CommandResult {
  return typing ? change(typing) : {};
}

function keep(model: Model, typing: FilterTyping): CommandResult {
  const text = typing.text.trim();
  const view = {...model.view, typing: undefined, filters: remember(model.view.filters, text)};
  const [wrong] = parseFilter(text).errors;
  const message = wrong && {text: `Left out of the filter: ${wrong.text}`, tone: 'bad' as const};
  return {view: setFilter({...model, view}, typing.list, text, typing.before.event, message)};
}

function restore(model: Model, {list, before}: FilterTyping): CommandResult {
  const view = withText({...model.view, typing: undefined}, list, before.filter);
  return {view: list === 'calls' ? view : {...view, event: before.event}};
}

/** The filter applies as it is typed; the chosen event stays chosen as long as it is found. */
function typed(model: Model, typing: FilterTyping): CommandResult {
  const view = {...model.view, typing};
  return {view: typing.list === 'calls' ? view : keepPlace({...model, view}, typing.before.event)};
}

/** Gives a list another filter; the chosen event stays chosen where it is found. */
export function setFilter(
  model: Model,
  list: Filtered,
  text: string,
  event: ScrollPosition<number> | undefined = model.view.event,
  message: ViewState['message'] = undefined,
): ViewState {
  const view = {...withText(model.view, list, text), ...(message && {message})};
  return list === 'calls' ? view : keepPlace({...model, view}, event);
}

function withText(view: ViewState, list: Filtered, text: string): ViewState {
  return list === 'calls' ? {...view, callFilter: text} : {...view, filter: text};
}

function keepPlace(model: Model, event: ScrollPosition<number> | undefined): ViewState {
  return {...model.view, event: event && isInStream(model, event.item) ? event : undefined};
}

/** What could stand at the cursor. */
export function completionOf(model: Model, {text, cursor}: TypedLine): Completion {
  return completeFilter(text, cursor, vocabularyOf(model.world, chosenCall(model)));
}

/** The first Tab puts the best completion in, the next ones those behind it. Behind `leg:` it begins anew, with its values. */
function complete(model: Model, typing: FilterTyping, by: 1 | -1): CommandResult {
  const {menu} = typing;
  const found = completionOf(model, typing);
  const options = menu?.options ?? found.options;
  const at = menu ? (menu.at + by + options.length) % options.length : by > 0 ? 0 : options.length - 1;
  const option = options[at];
  if (!option) return {};
  const from = menu?.from ?? found.from;
  const to = menu ? from + (menu.options[menu.at]?.text.length ?? 0) : found.to;
  const text = typing.text.slice(0, from) + option.text + typing.text.slice(to);
  const isOpen = /[:<>= ]$/.test(option.text);
  const next = isOpen ? undefined : {from, options, at};
  return typed(model, {...typing, text, cursor: from + option.text.length, past: undefined, menu: next});
}
