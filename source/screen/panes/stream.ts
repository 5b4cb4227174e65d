import type {EventsView} from '../../store/view-state.js';

import type {Draw} from '../pane-view.js';
import {barsView} from './bars-view.js';
import {eventsPane} from './events.js';
import {jsonView} from './json-view.js';
import {ladderPane} from './ladder.js';
import {mediaView} from './media-view.js';

const views: Readonly<Record<EventsView, Draw>> = {
  list: eventsPane,
  ladder: ladderPane,
  bars: barsView,
  json: jsonView,
  media: mediaView,
};

/** The events pane, in the view that `v` chose. */
export const streamPane: Draw = (model, pen, inside) => views[model.view.eventsAs](model, pen, inside);
