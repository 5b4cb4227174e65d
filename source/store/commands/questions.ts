import {placedAndUp} from '../calls-up.js';
import type {Model} from '../model.js';
import {clear} from './clear.js';
import type {Command, CommandResult} from './command.js';

/** What is asked before it is done. The key that asked means yes as well: its command holds in the question, too. */
export const questionCommands: readonly Command[] = [
  {
    id: 'yes',
    keys: ['y', 'Enter'],
    label: 'yes, to a question; any other key means no',
    modes: {'confirm-quit': ['yes', 1], 'confirm-clear': ['yes', 1], 'confirm-control': ['yes', 1]},
    run: yes,
  },
  {
    id: 'hang-up-and-quit',
    keys: ['h'],
    label: 'quitting while a call is up that you placed: hang it up, then quit',
    modes: {'confirm-quit': [model => (placedAndUp(model).length > 0 ? 'hang up and quit' : ''), 2]},
    when: model => placedAndUp(model).length > 0,
    run: model => ({
      view: {...model.view, overlay: undefined},
      effect: {type: 'hang-up-and-quit', legs: placedAndUp(model).map(({id}) => id)},
    }),
  },
];

function yes(model: Model): CommandResult {
  const {view} = model;
  if (view.overlay === 'confirm-clear') return clear(model);
  if (view.overlay === 'confirm-quit') return {effect: {type: 'quit'}};
  return {view: {...view, overlay: undefined, question: undefined}, effect: view.question?.effect};
}
