import {type CheckedHop, type Checkup, firstToMend, type HopVerdict} from '../../call/checkup.js';
import {askedText, seenText, verdictCounts, verdictLooks} from '../../output/checkup.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {clip, fit, type Print, printable, type Safe, safe, wrap} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import type {Role} from '../look.js';
import {type PaneView, type Pen, seenRows} from '../pane-view.js';
import {type Part, rowOf} from '../row.js';

const roles: Readonly<Record<HopVerdict, Role>> = {
  ok: 'good',
  odd: 'warn',
  broken: 'bad',
  unknown: 'warn',
  unused: 'dim',
};

/** Cells of a hop's name, and of what stands in front of what is said of it. */
const TITLE = 14;
const INDENT = TITLE + 4;

/** A text that would never end is cut. */
const MOST = 600;

/** Every hop on the way of a call: what to do first, then each with what was seen and its advice. */
export function doctorOverlay(model: Model, {print}: Pen, {width, height}: Inside): PaneView {
  const {view} = model;
  const lines = view.checkup === 'running' || !view.checkup ? underWay : linesOf(view.checkup, width, print);
  const {rows, extent} = seenRows(lines, firstSeen(view.scroll, lines.length, height), height);
  const key = (id: string): Safe => printable(keyFor(model, id));
  return {
    title: [safe`Doctor`],
    right: [
      ['dim', safe`${key('doctor')} again`, pressingFor(model, 'doctor')],
      ['dim', safe`  ${key('back')} close`, pressingFor(model, 'back')],
    ],
    rows: rows.map(parts => rowOf(parts)),
    extent,
  };
}

const underWay: readonly Part[][] = [[safe` Every hop on the way of a call is checked: this takes some seconds …`]];

function linesOf(checkup: Checkup, width: number, print: Print): readonly Part[][] {
  const first = firstToMend(checkup);
  const head = first?.advice === undefined ? verdictCounts(checkup) : `First: ${first.title}. ${first.advice}`;
  return [
    ...wrap(print(head, MOST), width - 2).map((row): Part[] => [safe` `, [first ? roles[first.verdict] : 'good', row]]),
    [],
    ...checkup.hops.flatMap(hop => hopRows(hop, Math.max(20, width - INDENT - 1), print)),
  ];
}

function hopRows(hop: CheckedHop, room: number, print: Print): Part[][] {
  const role = roles[hop.verdict];
  const [first = safe``, ...more] = wrap(print(seenText(hop), MOST), room);
  const indent = fit(safe``, INDENT);
  const asked = askedText(hop);
  return [
    [safe` `, [role, verdictLooks[hop.verdict].sign], ['strong', safe` ${fit(printable(hop.title), TITLE)} `], first],
    ...more.map((row): Part[] => [indent, row]),
    ...(asked === undefined ? [] : [[indent, ['dim', clip(print(asked, MOST), room)]] as Part[]]),
    ...(hop.advice === undefined ? [] : wrap(print(`→ ${hop.advice}`, MOST), room)).map((row): Part[] => [
      indent,
      ['info', row],
    ]),
  ];
}
