import {turnLadder} from '../../store/ladder-pages.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {moveInStream, readRow, scrollBy} from '../../store/moves.js';
import {streamOf} from '../../store/select.js';
import {unreadCall} from '../../store/unread.js';
import type {EventsView} from '../../store/view-state.js';
import {eventsWindow} from '../../store/windows.js';
import {printable, safe, wrap} from '../../text/printable.js';
import type {Draw, DrawnPane, PaneView, Pen} from '../pane-view.js';
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
export const streamPane: DrawnPane = {
  third: 'bottom',
  column: 'middle',
  useful: 3,
  weight: 6,
  fills: true,
  wish: model => (model.view.eventsAs === 'list' ? 1 : 0) + streamOf(model).length,
  move(model, step, inside) {
    const {eventsAs} = model.view;
    if (eventsAs === 'json' || eventsAs === 'media') return scrollBy(model, step, inside.height);
    if (eventsAs === 'ladder' && 'pages' in step) return turnLadder(model, step.pages, inside);
    return moveInStream(model, step, inside);
  },
  point(model, row, inside) {
    if (model.view.eventsAs !== 'list') return undefined;
    const {rows, start, top} = eventsWindow(model, inside);
    const event = row < top ? undefined : rows[start + row - top];
    return event === undefined ? undefined : readRow(model, event, row - top);
  },
  draw,
};

function draw(model: Model, pen: Pen, inside: Inside): PaneView {
  const shown = views[model.view.eventsAs](model, pen, inside);
  const unread = unreadCall(model);
  if (unread === undefined) return shown;
  const rows = wrap(printable(unread, 300), Math.max(1, inside.width - 1)).map(row => rowOf([['dim', safe` ${row}`]]));
  return {...shown, rows, extent: undefined};
}
