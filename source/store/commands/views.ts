import {withLanes} from '../ladder-window.js';
import type {Model} from '../model.js';
import {roomOf} from '../panes.js';
import {chosenSocket, isSocketChosen} from '../sockets.js';
import {type EventsView, eventsViews} from '../view-state.js';
import {type Command, type CommandResult, chosenFrom} from './command.js';
import {isFiltered} from './search.js';

export const viewCommands: readonly Command[] = [
  {
    id: 'view',
    keys: ['v'],
    label: 'view of the events: list, ladder, bars, JSON, media (of WebSocket legs)',
    hint: ['view', 3],
    argument: chosenFrom('[AS]', eventsViews, (view, eventsAs) => ({
      ...view,
      focus: 'events',
      overlay: undefined,
      scroll: 0,
      eventsAs,
    })),
    run: nextView,
  },
  {
    id: 'lanes-left',
    keys: ['h', 'Left'],
    label: 'ladder: the parties to the left',
    when: inLadder,
    idle: 'No party is further to the left.',
    run: sideways(-1),
  },
  {
    id: 'lanes-right',
    keys: ['l', 'Right'],
    label: 'ladder: the parties to the right',
    when: inLadder,
    idle: 'No party is further to the right.',
    run: sideways(1),
  },
  {
    id: 'list',
    keys: ['Esc', 'q'],
    label: 'back to the list of events',
    when: isListNext,
    run: ({view}) => ({view: {...view, eventsAs: 'list', lanes: undefined, scroll: 0}}),
  },
];

function nextView(model: Model): CommandResult {
  const {view} = model;
  const has = chosenSocket(model).count > 0;
  const views: readonly EventsView[] = has ? eventsViews : eventsViews.filter(each => each !== 'media');
  const next = isSocketChosen(model) ? 'media' : views[(views.indexOf(view.eventsAs) + 1) % views.length];
  return {view: {...view, focus: 'events', overlay: undefined, scroll: 0, eventsAs: next ?? 'list'}};
}

function inLadder({view}: Model): boolean {
  return view.eventsAs === 'ladder' && view.focus === 'events' && view.overlay === undefined;
}

/** Going back closes what covers the view, and takes what was chosen in it away, before it leaves the view. */
function isListNext({view}: Model): boolean {
  const covered = view.overlay !== undefined || view.zoomed || isFiltered(view) || view.event !== undefined;
  return view.eventsAs !== 'list' && view.focus === 'events' && !covered;
}

/** Scrolls the parties behind the application. */
function sideways(by: 1 | -1) {
  return (model: Model): CommandResult => ({view: withLanes(model, roomOf(model, 'events'), by)});
}
