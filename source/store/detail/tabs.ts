import {hasDetailColumn, isStacked} from '../layout.js';
import type {ViewState} from '../view-state.js';

/** Whether keys go to the detail: it is focused, or lies over the panes. */
export function inDetail(view: ViewState): boolean {
  return view.overlay === 'detail' || (view.overlay === undefined && view.focus === 'detail');
}

/** Whether the detail is to be seen. */
export function isDetailShown(view: ViewState): boolean {
  return hasDetailColumn(view) || inDetail(view);
}

/** Where the detail is not on the screen, it opens. */
export function shown(view: ViewState): ViewState {
  return isDetailShown(view) ? view : {...view, overlay: 'detail'};
}

/** Whether two payloads fit side by side: the detail has (nearly) the whole screen to itself. */
export function isWideDetail(view: ViewState): boolean {
  return !isStacked(view) && (!hasDetailColumn(view) || view.zoomed);
}
