import {onlyLooks} from '../listens.js';
import type {Model} from '../model.js';
import type {Command, CommandResult} from './command.js';

export const doctorCommands: readonly Command[] = [
  {
    id: 'doctor',
    keys: ['H'],
    label: 'nothing arrives? check every hop on the way of a call; again',
    unable: model =>
      model.can.examine
        ? undefined
        : (onlyLooks(model) ?? 'No calls arrive here: convo-monitor doctor checks the hops of a monitor.'),
    run: examine,
  },
];

/** Opens the list, and has it filled; a checkup under way is not begun anew. */
function examine({view}: Model): CommandResult {
  const opened = {...view, overlay: 'doctor', scroll: 0} as const;
  if (view.checkup === 'running') return {view: opened};
  return {view: {...opened, checkup: 'running'}, effect: {type: 'examine'}};
}
