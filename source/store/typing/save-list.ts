import type {Command, CommandResult} from '../commands/command.js';
import {save} from '../commands/save.js';
import type {Model} from '../model.js';
import {saveFormats} from '../save-formats.js';

/** What holds in the list of formats only; it moves by the keys that move elsewhere. */
export const saveListCommands: readonly Command[] = [
  {
    id: 'save-chosen',
    keys: ['Enter'],
    label: 'save in the format in front',
    modes: {save: ['save', 0]},
    run: saveChosen,
  },
  {
    id: 'name-file',
    keys: ['Tab'],
    label: 'name the file to save in',
    modes: {save: ['name the file', 1]},
    run: nameFile,
  },
];

function saveChosen(model: Model): CommandResult {
  const {view} = close(model);
  const change = save({...model, view}, chosenFormat(model));
  return {view, ...change};
}

/** The palette takes over, with the format written already. */
function nameFile(model: Model): CommandResult {
  const text = `save ${chosenFormat(model)} `;
  return {view: {...close(model).view, palette: {text, cursor: text.length, chosen: 0}}};
}

function chosenFormat({view}: Model) {
  return (saveFormats[view.saveAt] ?? saveFormats[0]).name;
}

function close({view}: Model) {
  return {view: {...view, overlay: undefined}};
}
