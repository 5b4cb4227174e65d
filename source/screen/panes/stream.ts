import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import type {EventsView} from '../../store/view-state.js';
import type {Look} from '../look.js';
import type {PaneView} from '../pane-view.js';
import {barsView} from './bars-view.js';
import {eventsPane} from './events.js';
import {jsonView} from './json-view.js';
import {ladderPane} from './ladder.js';

const views: Readonly<Record<EventsView, (model: Model, look: Look, inside: Inside) => PaneView>> = {
  list: eventsPane,
  ladder: ladderPane,
  bars: barsView,
  json: jsonView,
};

/** The events pane, in the view that `v` chose. */
export function streamPane(model: Model, look: Look, inside: Inside): PaneView {
  return views[model.view.eventsAs](model, look, inside);
}
