import {unreadCall} from '../../store/unread.js';
import type {EventsView} from '../../store/view-state.js';
import {printable, safe, wrap} from '../../text/printable.js';
import type {Draw} from '../pane-view.js';
import {rowOf} from '../row.js';
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

/** The events pane, in the view that `v` chose; of a call whose events are not here it says why. */
export const streamPane: Draw = (model, pen, inside) => {
  const shown = views[model.view.eventsAs](model, pen, inside);
  const unread = unreadCall(model);
  if (unread === undefined) return shown;
  const rows = wrap(printable(unread, 300), Math.max(1, inside.width - 1)).map(row => rowOf([['dim', safe` ${row}`]]));
  return {...shown, rows, extent: undefined};
};
