import {short} from '../../output/format.js';
import {focus} from '../../store/commands/go-to.js';
import {isStacked} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {chooseId, stayed} from '../../store/moves.js';
import {chosenCall, chosenLegs, chosenMembers} from '../../store/select.js';
import {nccoLane, type TakingPart, takingPart, takingPartRows} from '../../store/windows.js';
import {join, type Safe, safe, widthOf} from '../../text/printable.js';
import type {Click} from '../click.js';
import {meaningsOf} from '../gantt/signs.js';
import type {Draw, DrawnPane, Extent} from '../pane-view.js';
import {type Part, rowOf, type Table} from '../row.js';
import {legsHeading, legsTable, nccoColumn, nccoRow, type TableView} from './legs.js';
import {membersTable} from './members.js';

const LEGEND = safe`░ set-up ▒ ringing █ talking`;
/** What the border above the legs needs for their title. */
const TITLE = 28;

/** What the bars and the signs on them mean, as far as a border of so many cells has room for it. */
function legend(model: Model, width: number): Part {
  const call = chosenCall(model);
  const signs = call ? meaningsOf(model, call, chosenLegs(model)) : [];
  const whole = join([LEGEND, ...signs], safe` `);
  return ['dim', widthOf(whole) + TITLE <= width ? whole : LEGEND];
}

/** The legs, or the members, of the chosen call as tables; on a narrow screen one under the other. */
export const legsPane: DrawnPane = {
  third: 'middle',
  column: 'middle',
  useful: 3,
  weight: 3,
  wish: model =>
    isStacked(model.view) ? everybody(model) : chosenLegs(model).length + 1 + Math.min(1, nccoLane(model).length),
  move(model, step, inside) {
    const ids = chosenLegs(model).map(({id}) => id);
    const {legs} = takingPartRows(model, takingPart(model.view, 'legs'), inside.height);
    return {...stayed(model), leg: chooseId(ids, model.view.leg, step, legs)};
  },
  draw: drawing('legs'),
};

export const membersPane: DrawnPane = {
  third: 'middle',
  column: 'left',
  useful: 2,
  weight: 1,
  wish(model) {
    const count = chosenMembers(model).length;
    return isStacked(model.view) ? everybody(model) : count && count + 1;
  },
  move(model, step, inside) {
    const ids = chosenMembers(model).map(({id}) => id);
    const {members} = takingPartRows(model, takingPart(model.view, 'members'), inside.height);
    return {...stayed(model), member: chooseId(ids, model.view.member, step, members)};
  },
  draw: drawing('members'),
};

/** Legs and members in one pane: the NCCO's lane stands beside two members, or has a row of its own. */
function everybody(model: Model): number {
  const [legs, members] = [chosenLegs(model).length, chosenMembers(model).length];
  return legs + members + (members < 2 ? Math.min(1, nccoLane(model).length) : 0);
}

function drawing(pane: 'legs' | 'members'): Draw {
  return (model, pen, {width, height}) => {
    const show = takingPart(model.view, pane);
    const call = chosenCall(model);
    const rows = takingPartRows(model, show, height);
    const hasTitles = show !== 'both';
    const legs = windowOf(legsTable(model, pen, width), rows.legs, i =>
      choosing('legs', {leg: chosenLegs(model)[i]?.id}),
    );
    const members = windowOf(
      membersTable(model, pen, width, rows.isAside ? nccoColumn(model, pen, width) : undefined),
      rows.members,
      i => choosing('members', {member: chosenMembers(model)[i]?.id}),
    );
    const lane = windowOf(nccoRow(model, pen, width), rows.lane);
    const windows = show === 'members' ? [members] : show === 'legs' ? [legs, lane] : [legs, lane, members];
    const isNobody = show === 'members' && members.count === 0;
    const named = (name: Safe, {length}: readonly unknown[]) => (rows.isCut ? safe`${name} ${length}` : name);
    const titles: Readonly<Record<TakingPart, () => Safe>> = {
      legs: () => named(safe`Legs`, chosenLegs(model)),
      members: () => named(safe`Members`, chosenMembers(model)),
      both: () => safe`${titles.legs()} · ${named(safe`members`, chosenMembers(model))}`,
    };
    return {
      title: [titles[show](), ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]],
      right:
        show === 'both'
          ? [['dim', legsHeading(model, pen, width)]]
          : show === 'legs'
            ? [legend(model, width)]
            : undefined,
      rows: isNobody
        ? [rowOf([['dim', safe` None seen: API and rtc tell of them.`]])]
        : windows
            .map((window, i) => ({...window, hasTitles: hasTitles && i === 0}))
            .filter(each => each.rows.length > 0 || each.hasTitles),
      extent: rows.isCut ? extentOf(windows.filter(each => each !== lane)) : undefined,
    };
  };
}

/** A click on who takes part chooses them. */
function choosing(pane: 'legs' | 'members', chosen: {leg?: string} | {member?: string}): Click {
  return model => ({view: {...focus(stayed(model), pane), ...chosen}});
}

type Window = TableView & Pick<Table, 'clicks'> & {first: number; count: number};

/** The part of a table that can be seen in so many rows, the chosen one included. */
function windowOf(table: TableView, room: number, clickOf?: (place: number) => Click): Window {
  const count = table.rows.length;
  const first = Math.max(0, Math.min(table.chosen - room + 1, count - room));
  const rows = table.rows.slice(first, first + Math.max(0, room));
  const clicks = clickOf && rows.map((_, i) => clickOf(first + i));
  return {...table, rows, first, count, ...(clicks && {clicks})};
}

/** Tables one under the other, as one list. */
function extentOf(windows: readonly Window[]): Extent {
  let [first, shown, count, at]: [number, number, number, number | undefined] = [0, 0, 0, undefined];
  for (const window of windows) {
    if (window.chosen >= 0) at = count + window.chosen;
    first += window.first;
    shown += window.rows.length;
    count += window.count;
  }
  return {first, shown, count, at};
}
