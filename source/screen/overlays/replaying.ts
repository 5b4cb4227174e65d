import type {Outcome} from '../../call/answer-difference.js';
import {stamp} from '../../output/format.js';
import {answersText, endText, tallyText, whatText, words} from '../../output/replayed/lines.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import type {Replayed, Replaying} from '../../store/replayed/replayed.js';
import {counted} from '../../text/counted.js';
import {fit, safe, wrap} from '../../text/printable.js';
import type {Role} from '../look.js';
import type {PaneView, Pen} from '../pane-view.js';
import {type Part, type Row, rowOf} from '../row.js';

const roles: Readonly<Record<Outcome, Role>> = {
  alike: 'good',
  different: 'bad',
  new: 'plain',
  unanswered: 'bad',
  unsent: 'warn',
};

/** Rows for how far it is, and what comes next. */
const BELOW = 3;

/** A call that is sent to the application again: each answer beside the one of then, how far it is, and what comes next. */
export function replayingOverlay({replaying, view}: Model, pen: Pen, {width, height}: Inside): PaneView {
  if (!replaying) return {title: [safe`Send again`], rows: []};
  const {results, of, ended} = replaying;
  const done = Object.values(replaying.tally).reduce((sum, count) => sum + count, 0);
  const shown = results.slice(-Math.max(1, height - BELOW));
  return {
    title: [ended ? safe`Sent again` : safe`Sending again`, ['dim', safe` — replay to ${pen.print(replaying.place)}`]],
    right: [['dim', safe`${done} of ${pen.print(counted(of, 'webhook'))}`]],
    rows: [
      ...shown.map(each => resultRow(each, pen, width, view.time === 'utc' ? 'utc' : 'clock')),
      rowOf([]),
      ...below(replaying).flatMap(([role, text]): Row[] =>
        wrap(pen.print(text, 300), width - 2).map(row => rowOf([safe` `, [role, row]])),
      ),
    ].slice(-height),
  };
}

/** Cells beside what was sent. */
const BESIDE = 56;

function resultRow(result: Replayed, pen: Pen, width: number, time: 'utc' | 'clock'): Row {
  const {at, outcome, event, route, method, path} = result;
  // What happened stays where there is little room.
  const what = pen.print(`${event ?? route}  ${method} ${path}`, 200);
  const parts: Part[] = [
    safe` `,
    ['dim', stamp(time, at, at, undefined)],
    safe`  ${fit(what, Math.max(12, width - BESIDE))}  `,
    fit(pen.print(answersText(result)), 24),
    safe` `,
    [roles[outcome], pen.print(words[outcome])],
  ];
  return rowOf(parts);
}

function below({place, tally, next, speed, ended}: Replaying): [Role, string][] {
  const unsent = tally.unsent > 0 && `${tally.unsent} not sent`;
  const sum: [Role, string] = ['plain', [tallyText(tally), unsent].filter(Boolean).join(', ')];
  if (ended) return [sum, [ended.how === 'done' ? 'good' : 'warn', endText(place, ended)]];
  if (next === undefined) return [sum];
  return [sum, ['info', `${speed === 'step' ? 'Next, when you say so' : 'Next'}: ${whatText(next)}`]];
}
