import type {Model} from '../model.js';
import {type EventsView, eventsViews} from '../view-state.js';
import type {Change, Command} from './command.js';

export const viewCommands: readonly Command[] = [
  {id: 'view', keys: ['v'], label: 'view of the events: list, ladder, bars, JSON', hint: ['view', 6], run: nextView},
];

function nextView({view}: Model): Change {
  const next: EventsView | undefined = eventsViews[(eventsViews.indexOf(view.eventsAs) + 1) % eventsViews.length];
  return {view: {...view, focus: 'events', overlay: undefined, scroll: 0, eventsAs: next ?? 'list'}};
}
