import type {Option} from '../../filter/complete.js';
import {excerptOf} from '../excerpt.js';
import type {Model} from '../model.js';
import {formatOf, formatOfFile, type SaveFormat, saveFormats} from '../save-formats.js';
import {unreadCall} from '../unread.js';
import {yet} from '../yet.js';
import {type Command, type CommandResult, say} from './command.js';

export const saveCommands: readonly Command[] = [
  {
    id: 'save',
    keys: ['S'],
    label: 'save what is shown of this call, in a format to choose',
    argument: {name: '[FORMAT] [FILE]', options: formats, run: saveAs},
    run(model) {
      const {view} = model;
      if (view.overlay === 'save') return {view: {...view, overlay: undefined}};
      return excerptOf(model) ? {view: {...view, overlay: 'save', saveAt: 0}} : noCall(model);
    },
  },
  {
    id: 'mask',
    keys: [],
    label: 'hide the middle of phone numbers, here and in what is saved or copied; again: show them',
    unable: ({view}) => (view.masking === 'always' ? ALWAYS : undefined),
    run: ({view}) => ({view: {...view, masking: view.masking === 'off' ? 'on' : 'off'}}),
  },
];

const ALWAYS =
  'Phone numbers are hidden from the start (--mask): they are not even in memory. Start without --mask to see them.';

/** Formats that begin with what is written. */
function formats(_: Model, written: string): readonly Option[] {
  const wanted = written.trimStart().toLowerCase();
  return saveFormats.filter(({name}) => name.startsWith(wanted)).map(({name, holds}) => ({text: name, hint: holds}));
}

/** `csv`, `csv calls.csv`, or a file alone, whose ending says what it is to be. */
function saveAs(model: Model, written: string): CommandResult {
  const [word = '', file] = written.split(/\s+(.*)/s);
  const format = formatOf(word.toLowerCase());
  if (format) return save(model, format, file);
  const byFile = formatOfFile(written);
  if (byFile) return save(model, byFile, written);
  const known = saveFormats.map(({name}) => name).join(', ');
  return say(model, `${word} is no format, and no file that ends like one. Known are ${known}.`);
}

/** Has what is shown of the chosen call written; into a file of its own where none is named. */
export function save(model: Model, format: SaveFormat, file?: string): CommandResult {
  const excerpt = excerptOf(model);
  if (!excerpt) return noCall(model);
  const unread = unreadCall(model);
  if (unread !== undefined) return say(model, `Nothing to save. ${unread}`);
  if (excerpt.rows?.length === 0) {
    return say(model, `Nothing is saved: limited by ${excerpt.limits.join(', ')}, no event of this call is left.`);
  }
  return {effect: {type: 'save', format, excerpt, ...(file && {file})}};
}

function noCall(model: Model): CommandResult {
  return say(model, `No call to save${yet(model)}.`);
}
