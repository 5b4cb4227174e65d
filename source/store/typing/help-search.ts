import {type Command, type CommandResult, say} from '../commands/command.js';
import {readSearch} from '../detail/spans.js';
import type {Model} from '../model.js';
import type {SearchTyping, ViewState} from '../view-state.js';
import {remember} from './history.js';
import type {Prompt} from './prompt.js';

/** The help is searched by leaving out what is not found: all of what is found stands together. */
export const helpSearchCommands: readonly Command[] = [
  {
    id: 'search-help',
    keys: ['/'],
    label: 'search the help, as you type: text or /regex/',
    modes: {reading: ['search', 0.5]},
    when: ({view}) => view.overlay === 'help',
    run({view}) {
      const {scroll, detail, helpSearch} = view;
      return {view: {...view, searching: {text: '', cursor: 0, before: {scroll, detail, helpSearch}}}};
    },
  },
];

export const helpSearchPrompt: Prompt = {
  line: ({searching}) => searching,
  history: ({searches}) => searches,
  change: (model, line) => whileTyped(model, search => typed(model.view, {...search, past: undefined, ...line})),
  accept: model => whileTyped(model, search => keep(model, search)),
  cancel: model => whileTyped(model, ({before}) => ({view: {...model.view, ...before, searching: undefined}})),
};

function whileTyped({view: {searching}}: Model, change: (search: SearchTyping) => CommandResult): CommandResult {
  return searching ? change(searching) : {};
}

function typed(view: ViewState, searching: SearchTyping): CommandResult {
  return {view: {...view, searching, helpSearch: searching.text.trim() || undefined, scroll: 0}};
}

function keep({view: typedIn, ...model}: Model, {text, before}: SearchTyping): CommandResult {
  const view = {...typedIn, searching: undefined};
  const [wrong] = readSearch(text).errors;
  if (wrong) return say({...model, view: {...view, ...before}}, `Not searched: ${wrong.text}`);
  return {view: {...view, searches: remember(view.searches, text)}};
}
