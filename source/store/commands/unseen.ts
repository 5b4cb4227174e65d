import type {Model} from '../model.js';
import {panesOf} from '../panes.js';
import {type CommandResult, say} from './command.js';

/** A change of the stream's rows, which is said where the rows cannot be seen. */
export function unseen(model: Model, text: string): CommandResult {
  const {view} = model;
  const isListed = view.eventsAs === 'list' || view.eventsAs === 'ladder';
  const isShown = panesOf(model).some(({frames}) => frames.some(({pane}) => pane === 'events'));
  return isListed && isShown ? {view} : say(model, text, 'good');
}
