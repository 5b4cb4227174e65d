import type {Model} from '../../store/model.js';
import type {ViewState} from '../../store/view-state.js';
import {safe} from '../../text/printable.js';
import type {Pen} from '../pane-view.js';
import {cell, type Part, type Row, rowOf} from '../row.js';

/** What can be chosen in a list, and what it holds. */
type Choice = {name: string; holds: string};

/** A row for each choice, the one in front marked; a click puts another in front, which is `place` of the view. */
export function choiceRows(
  choices: readonly Choice[],
  {view}: Model,
  pen: Pen,
  place: keyof Pick<ViewState, 'saveAt' | 'replayAt'>,
): Row[] {
  return choices.map(({name, holds}, i) => {
    const isInFront = i === view[place];
    const parts: Part[] = [
      isInFront ? ['focus', safe`▸`] : safe` `,
      cell('strong', pen.print(name), 10),
      pen.print(holds),
    ];
    return rowOf(parts, {selected: isInFront, click: model => ({view: {...model.view, [place]: i}})});
  });
}
