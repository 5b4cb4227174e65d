import type {Model} from '../model.js';
import {clear} from './clear.js';
import type {Change, Command} from './command.js';

/** What is asked before it is done. The key that asked means yes as well: its command holds in the question, too. */
export const questionCommands: readonly Command[] = [
  {
    id: 'yes',
    keys: ['y', 'Enter'],
    label: 'yes, to a question; any other key means no',
    modes: {'confirm-quit': ['yes', 1], 'confirm-clear': ['yes', 1]},
    run: yes,
  },
];

function yes(model: Model): Change {
  return model.view.overlay === 'confirm-clear' ? clear(model) : {effect: {type: 'quit'}};
}
