import type {Command, CommandResult} from '../commands/command.js';
import {keyFor} from '../commands/key-names.js';
import type {Model} from '../model.js';
import {isPrompt, modeOf, type PromptMode} from '../modes.js';
import {paletteRows} from '../overlay.js';
import {filterPrompt} from './filter-line.js';
import {helpSearchPrompt} from './help-search.js';
import {recall} from './history.js';
import {insert, lineEdits, type TypedLine} from './line.js';
import {notePrompt} from './note-line.js';
import {chooseEntry, palettePrompt} from './palette-line.js';
import type {Prompt} from './prompt.js';
import {searchPrompt} from './search-line.js';

const prompts: Readonly<Record<PromptMode, Prompt>> = {
  filter: filterPrompt,
  search: searchPrompt,
  palette: palettePrompt,
  note: notePrompt,
};

const modes: Command['modes'] = {filter: [], search: [], palette: [], note: []};
const past: Command['modes'] = {filter: [], search: [], palette: ['choose, earlier', 2]};

const NO_COMPLETION = 'Nothing completes this.';

/** Keys of a line that is typed. Those that have a character type it, whatever they are bound to. */
export const typingCommands: readonly Command[] = [
  {
    id: 'accept',
    keys: ['Enter'],
    label: 'keep the filter, the search or the note; carry out the command',
    modes: {filter: ['keep', 0], search: ['keep', 0], palette: ['run', 0], note: ['keep', 0]},
    idle: model => `Nothing to carry out: ${keyFor(model, 'delete-before')} empties the line.`,
    run: model => promptOf(model)?.accept(model) ?? {},
  },
  {
    id: 'cancel',
    keys: ['Esc', 'C-c'],
    label: 'what was there before; no command',
    modes: {filter: ['undo', 2], search: ['undo', 1], palette: ['close', 3], note: ['undo', 1]},
    run: cancel,
  },
  {
    id: 'complete',
    keys: ['Tab'],
    label: 'complete; again: the next completion',
    modes: {filter: ['complete', 1], palette: ['complete', 1]},
    idle: NO_COMPLETION,
    run: complete(1),
  },
  {
    id: 'complete-back',
    keys: ['S-Tab'],
    label: 'the previous completion',
    idle: NO_COMPLETION,
    modes: {filter: []},
    run: complete(-1),
  },
  {
    id: 'earlier',
    keys: ['Up', 'C-p'],
    label: 'what was entered before; in the palette first the rows above',
    modes: past,
    idle: 'Nothing was entered before that.',
    run: model => chooseEntry(model, -1) ?? enteredBefore(model, 1),
  },
  {
    id: 'later',
    keys: ['Down', 'C-n'],
    label: 'what was entered after that; in the palette the rows below',
    modes: past,
    idle: 'Nothing comes after this.',
    run: model => chooseEntry(model, 1) ?? enteredBefore(model, -1),
  },
  {
    id: 'rows-up',
    keys: ['PgUp'],
    label: 'in the palette: a page up',
    idle: 'This is the first row.',
    modes: {palette: []},
    run: model => chooseEntry(model, -paletteRows(model)) ?? {},
  },
  {
    id: 'rows-down',
    keys: ['PgDn'],
    label: 'in the palette: a page down',
    idle: 'This is the last row.',
    modes: {palette: []},
    run: model => chooseEntry(model, paletteRows(model)) ?? {},
  },
  {
    id: 'leave-palette',
    keys: ['Backspace'],
    label: 'in the palette, with nothing typed: close it',
    modes: {palette: []},
    when: ({view}) => view.palette?.text === '',
    run: cancel,
  },
  ...lineEdits.map(
    ({edit, ...row}): Command => ({
      ...row,
      modes: row.id === 'delete-before' ? {...modes, palette: ['empty', 4]} : modes,
      idle: atEdge,
      run: model => changed(model, edit),
    }),
  ),
];

function atEdge(model: Model): string {
  const line = promptOf(model)?.line(model.view);
  if (!line?.text) return 'Nothing is typed here.';
  return line.cursor === 0 ? 'The cursor is at the start of the line.' : 'The cursor is at the end of the line.';
}

/** Typed or pasted text goes where the cursor is; nowhere, where nothing is typed. */
export function type(model: Model, text: string): CommandResult {
  return changed(model, line => insert(line, text));
}

function promptOf({view}: Model): Prompt | undefined {
  const mode = modeOf(view);
  if (mode === 'search' && view.overlay === 'help') return helpSearchPrompt;
  return isPrompt(mode) ? prompts[mode] : undefined;
}

function changed(model: Model, change: (line: TypedLine) => TypedLine): CommandResult {
  const prompt = promptOf(model);
  const line = prompt?.line(model.view);
  return prompt && line ? prompt.change(model, change({text: line.text, cursor: line.cursor})) : {};
}

function cancel(model: Model): CommandResult {
  return promptOf(model)?.cancel(model) ?? {};
}

function complete(by: 1 | -1) {
  return (model: Model): CommandResult => promptOf(model)?.complete?.(model, by) ?? {};
}

function enteredBefore(model: Model, by: 1 | -1): CommandResult {
  const prompt = promptOf(model);
  const line = prompt?.line(model.view);
  const entered = prompt && line && recall(prompt.history(model.view), line, by);
  return entered ? prompt.change(model, entered) : {};
}
