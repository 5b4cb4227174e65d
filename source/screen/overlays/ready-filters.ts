import {parseFilter} from '../../filter/parse.js';
import {callFilter, rowFilter} from '../../filter/row-filter.js';
import {callsOf} from '../../store/call-order.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chosenCall} from '../../store/select.js';
import {contextOf, listInFront} from '../../store/typing/active.js';
import {readyFilter, readyRows} from '../../store/typing/ready-list.js';
import {fit, safe} from '../../text/printable.js';
import {type Click, pressingFor} from '../click.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

/** Filters to pick from, each with how much it finds; the last row says what the picked ones are as one filter. */
export function readyOverlay(model: Model, pen: Pen, {width, height}: Inside): PaneView {
  const {at, picked} = model.view.ready;
  const rows = readyRows(model);
  const room = height - 2;
  const start = Math.max(0, Math.min(at - Math.floor(room / 2), rows.length - room));
  const count = counter(model);
  const result = readyFilter(model);
  return {
    title: [safe`Filters for the ${listInFront(model.view) === 'calls' ? safe`calls` : safe`events`}`],
    right: [['dim', safe`${at + 1} of ${rows.length}`]],
    rows: [
      ...rows.slice(start, start + room).map(({filter, label}, i) => {
        const isHere = start + i === at;
        const found = count(filter);
        const parts: Part[] = [
          isHere ? ['focus', safe`▸`] : safe` `,
          picked.includes(filter) ? ['good', safe`[x] `, picking(start + i)] : ['dim', safe`[ ] `, picking(start + i)],
          [found === 0 ? 'dim' : 'plain', fit(pen.print(label), Math.max(20, width - 40))],
          ['dim', safe` ${pen.print(filter, 60)}`],
        ];
        return rowOf(parts, {
          selected: isHere,
          click: choosing(start + i),
          right: [[found === 0 ? 'dim' : 'info', safe` ${found === undefined ? safe`` : found} `]],
        });
      }),
      rowOf([]),
      rowOf([['focus', safe` /${pen.print(result, 400)}`]], {
        right: [['info', safe` ${count(result) ?? safe``} `]],
      }),
    ].slice(-height),
  };
}

function choosing(at: number): Click {
  return ({view}) => ({view: {...view, ready: {...view.ready, at}}});
}

/** The box in front of a filter picks it. */
function picking(at: number): Click {
  return model => pressingFor(model, 'pick-filter')({...model, view: choosing(at)(model).view ?? model.view});
}

/** Beyond this many events counting what each filter finds would make the keys slow. */
const MOST_COUNTED = 20_000;

function counter(model: Model): (filter: string) => number | undefined {
  const {world, view} = model;
  const call = chosenCall(model);
  const calls = callsOf(world);
  if (listInFront(view) === 'calls') {
    return text => {
      const {filter} = parseFilter(text);
      if (!filter || world.log.length > MOST_COUNTED) return undefined;
      return calls.filter(callFilter(world, filter, contextOf(world, view))).length;
    };
  }
  return text => {
    const {filter} = parseFilter(text);
    if (!filter || !call || call.rows.length > MOST_COUNTED) return undefined;
    return call.rows.filter(rowFilter(world, call, filter, contextOf(world, view))).length;
  };
}
