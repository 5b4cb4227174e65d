import type {Change} from '../commands/command.js';
import {save} from '../commands/save.js';
import type {Model} from '../model.js';
import {saveFormats} from '../save-formats.js';

/** A key while the list of formats is open; undefined for a key that means what it always does. */
export function pressInSave(model: Model, key: string): Change | undefined {
  return actions.get(key)?.(model);
}

const actions: ReadonlyMap<string, (model: Model) => Change> = new Map<string, (model: Model) => Change>([
  ['Enter', saveChosen],
  ['Tab', nameFile],
  ['j', to(1)],
  ['Down', to(1)],
  ['k', to(-1)],
  ['Up', to(-1)],
  ['g', to(-saveFormats.length)],
  ['Home', to(-saveFormats.length)],
  ['G', to(saveFormats.length)],
  ['End', to(saveFormats.length)],
  ['S', close],
  ['q', close],
]);

function saveChosen(model: Model): Change {
  const {view} = close(model);
  const change = save({...model, view}, chosenFormat(model));
  return {view, ...change};
}

/** The palette takes over, with the format written already. */
function nameFile(model: Model): Change {
  const text = `save ${chosenFormat(model)} `;
  return {view: {...close(model).view, palette: {text, cursor: text.length, chosen: 0}}};
}

function chosenFormat({view}: Model) {
  return (saveFormats[view.saveAt] ?? saveFormats[0]).name;
}

function close({view}: Model) {
  return {view: {...view, overlay: undefined}};
}

function to(by: number) {
  return ({view}: Model): Change => {
    const last = saveFormats.length - 1;
    return {view: {...view, saveAt: Math.max(0, Math.min(last, view.saveAt + by))}};
  };
}
