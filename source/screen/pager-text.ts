import type {Payload} from '../output/received.js';
import {eventText} from '../store/detail/event-text.js';
import {detailRows} from '../store/detail/rows.js';
import {isDetailShown} from '../store/detail/tabs.js';
import type {Model} from '../store/model.js';
import {chosenRow} from '../store/select.js';
import {penOf} from './pane-view.js';
import {linesOf} from './panes/detail.js';
import {textOf} from './row.js';

/** A file for a pager: all of it may be printed. */
export type PagerFile = {name: string; text: string};

/**
 * What a pager shows of the chosen event: the detail's tab where it is to be seen, with nothing folded; else, and on its first tab,
 * the JSON. Undefined when the payload cannot be read back.
 */
export async function pagerFile(model: Model, payload: Payload): Promise<PagerFile | undefined> {
  const {view, world} = model;
  const row = chosenRow(model);
  if (row === undefined) return undefined;
  const pen = penOf(model, 'none');
  const {tab} = view.detail;
  if (tab === 'json' || !isDetailShown(view)) {
    const json = await eventText(world, row, 'text', payload);
    const lines = json?.split('\n').map(text => pen.print(text, Number.POSITIVE_INFINITY));
    return lines && {name: 'event.json', text: `${lines.join('\n')}\n`};
  }
  const unfolded: Model = {...model, view: {...view, detail: {...view.detail, folded: new Set()}}};
  const lines = linesOf(unfolded, pen, detailRows(unfolded), view.columns).map(({parts}) =>
    parts.map(textOf).join('').trimEnd(),
  );
  return {name: `event-${tab}.txt`, text: `${lines.join('\n')}\n`};
}
