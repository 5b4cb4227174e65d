import type {Model} from '../model.js';
import {readRow, scrollBy, target} from '../moves.js';
import {coveringOverlays, overlayBox} from '../overlay.js';
import {insideOf, roomOf} from '../panes.js';
import {replaySpeeds} from '../replayed/speeds.js';
import {saveFormats} from '../save-formats.js';
import type {Movement} from '../scroll.js';
import {moveInReady} from '../typing/ready-list.js';
import type {ViewState} from '../view-state.js';
import {eventsWindow} from '../windows.js';

/** Rows below the list of ready-made filters that say what the picked ones are as one. */
const BELOW_READY = 2;

/** Moves the selection, or the scroll, of the focused pane or of what covers it: pages are as long as what is seen. */
export function move(model: Model, step: Movement): ViewState {
  const {view} = model;
  const box = overlayBox(view);
  const page = box ? insideOf(box).height : 0;
  if (isText(view.overlay)) return scrollBy(model, step, page);
  if (view.overlay === 'filters') return moveInReady(model, step, page - BELOW_READY);
  if (view.overlay === 'save') {
    const count = saveFormats.length;
    return {...view, saveAt: target(step, view.saveAt, count, count)};
  }
  if (view.overlay === 'replay') {
    const count = replaySpeeds.length;
    return {...view, replayAt: target(step, view.replayAt, count, count)};
  }
  const pane = view.overlay === 'detail' ? 'detail' : view.focus;
  const inside = roomOf(model, pane);
  return model.panes[pane].move?.(model, step, inside) ?? scrollBy(model, step, inside.height);
}

const isText = (overlay: ViewState['overlay']): boolean =>
  overlay !== undefined && (overlay === 'explain' || coveringOverlays.has(overlay));

/** Chooses one row of the stream, wherever it is: in the middle, unless another was read before. */
export function chooseRow(model: Model, row: number): ViewState {
  const {event} = model.view;
  return readRow(model, row, event?.anchor ?? Math.floor(eventsWindow(model, roomOf(model, 'events')).height / 2));
}
