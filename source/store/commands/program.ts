import {isAnyUp} from '../calls-up.js';
import type {Effect} from '../effects.js';
import type {Model} from '../model.js';
import {isPrompt, modes} from '../modes.js';
import {isSearched} from '../typing/search-line.js';
import {themeNames, type ViewState} from '../view-state.js';
import {type Command, type CommandResult, chosenFrom, say} from './command.js';
import {isFiltered} from './search.js';
import {back} from './showing.js';

export const programCommands: readonly Command[] = [
  {
    id: 'help',
    keys: ['?', 'F1'],
    label: 'help: every key',
    hint: ['help', 0],
    run: ({view}) => ({
      view: {...view, scroll: 0, helpSearch: undefined, overlay: view.overlay === 'help' ? undefined : 'help'},
    }),
  },
  {
    id: 'theme',
    keys: [],
    label: 'the colours; without a name the next ones',
    argument: chosenFrom('[NAME]', themeNames, (view, theme) => ({...view, theme})),
    run: nextTheme,
  },
  {id: 'redraw', keys: ['C-l'], label: 'draw the screen again', run: () => ({effect: {type: 'redraw'}})},
  {id: 'suspend', keys: ['C-z'], label: 'back to the shell; fg returns', run: () => ({effect: {type: 'suspend'}})},
  {
    id: 'quit',
    keys: ['q'],
    label: 'back; at the top: quit',
    hint: [({view}) => (isAtTop(view) ? 'quit' : 'back'), 2],
    modes: {panes: [], 'confirm-quit': ['yes', 0]},
    run: quit,
  },
  {
    id: 'quit-now',
    keys: ['Q'],
    label: 'quit now',
    modes: {panes: [], 'confirm-quit': []},
    run: () => ({effect: {type: 'quit'}}),
  },
  {
    id: 'interrupt',
    keys: ['C-c'],
    label: 'leave what is open; at the top: quit, with status 130',
    // A line that is typed is left by `cancel`.
    modes: Object.fromEntries(modes.filter(mode => !isPrompt(mode)).map(mode => [mode, []])),
    run: interrupt,
  },
];

function isAtTop(view: ViewState): boolean {
  const isListed = view.eventsAs === 'list' || view.focus !== 'events';
  return isListed && !view.overlay && !view.zoomed && !isFiltered(view) && !isSearched(view);
}

/** At the top level nothing is left to go back to; calls that are still up deserve a question. */
function quit(model: Model): CommandResult {
  if (model.view.overlay === 'confirm-quit') return {effect: {type: 'quit'}};
  return isAtTop(model.view) ? asked(model, {type: 'quit'}) : back(model);
}

/** It leaves what lies over the panes, and ends the program only where nothing does. */
function interrupt(model: Model): CommandResult {
  const {view} = model;
  const end: Effect = {type: 'quit', interrupted: true};
  if (view.overlay === 'confirm-quit') return {effect: end};
  if (view.overlay === undefined) return asked(model, end);
  const stop: Effect | undefined = view.overlay === 'replaying' ? {type: 'replay-turn', turn: 'end'} : undefined;
  return {view: {...view, overlay: undefined, scroll: 0}, effect: stop};
}

/** Ends the program, after a question while a call is up. */
function asked(model: Model, end: Effect): CommandResult {
  return isAnyUp(model) ? {view: {...model.view, overlay: 'confirm-quit'}} : {effect: end};
}

function nextTheme(model: Model): CommandResult {
  const at = themeNames.indexOf(model.view.theme ?? 'dark');
  const theme = themeNames[(at + 1) % themeNames.length] ?? 'dark';
  return say({...model, view: {...model.view, theme}}, `Theme: ${theme}`, 'good');
}
