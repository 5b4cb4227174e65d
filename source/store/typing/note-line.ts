import {API} from '../../world/event-log.js';
import {commentOf} from '../../world/read/comment.js';
import {type CommandResult, say} from '../commands/command.js';
import type {Model} from '../model.js';
import {chosenRow, primaryOf} from '../select.js';
import type {NoteTyping} from '../view-state.js';
import {yetInCall} from '../yet.js';
import {insert} from './line.js';
import type {Prompt} from './prompt.js';

/** Begins to type a note on the chosen event, with what is noted there. */
export function startNote(model: Model): CommandResult {
  const row = chosenRow(model);
  if (row === undefined) return say(model, `No event to note anything on${yetInCall(model)}.`);
  const text = commentOf(model.world, row) ?? '';
  return {view: {...model.view, noting: {row, text, cursor: text.length}}};
}

/** Notes a text on the chosen event. */
export function noteOn(model: Model, text: string): CommandResult {
  const row = chosenRow(model);
  if (row === undefined) return say(model, `No event to note anything on${yetInCall(model)}.`);
  return write(model, row, insert({text: '', cursor: 0}, text.trim()).text);
}

export const notePrompt: Prompt = {
  line: ({noting}) => noting,
  history: () => [],
  change: (model, line) => whileTyped(model, noting => ({view: {...model.view, noting: {...noting, ...line}}})),
  accept: model =>
    whileTyped(model, ({row, text}) => {
      const view = {...model.view, noting: undefined};
      return {view, ...write({...model, view}, row, text.trim())};
    }),
  cancel: model => whileTyped(model, () => ({view: {...model.view, noting: undefined}})),
};

function whileTyped({view: {noting}}: Model, change: (noting: NoteTyping) => CommandResult): CommandResult {
  return noting ? change(noting) : {};
}

/** The note goes into the recording, and comes back from there. */
function write({world}: Model, given: number, text: string): CommandResult {
  const {log} = world;
  const row = primaryOf(world, given);
  if (text === (commentOf(world, row) ?? '')) return {};
  const id = log.has(row, API) ? log.id[row] || undefined : undefined;
  const note = {to: log.seq[row] ?? 0, id, conversation: log.conversationOf(row) || undefined, text};
  return {effect: {type: 'note', note}};
}
