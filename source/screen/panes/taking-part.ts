import {short} from '../../output/format.js';
import {chosenCall, chosenLegs, chosenMembers} from '../../store/select.js';
import {type TakingPart, takingPart, takingPartRows} from '../../store/windows.js';
import {type Safe, safe} from '../../text/printable.js';
import type {Draw} from '../pane-view.js';
import {type Part, rowOf, type Table} from '../row.js';
import {legsHeading, legsTable, nccoColumn, nccoRow, type TableView} from './legs.js';
import {membersTable} from './members.js';

const LEGEND: readonly Part[] = [['dim', safe`░ set-up ▒ ringing █ talking`]];

/** The legs, or the members, of the chosen call as tables; on a narrow screen one under the other. */
export const legsPane = draw('legs');
export const membersPane = draw('members');

function draw(pane: 'legs' | 'members'): Draw {
  return (model, pen, {width, height}) => {
    const show = takingPart(model.view, pane);
    const call = chosenCall(model);
    const rows = takingPartRows(model, show, height);
    const hasTitles = show !== 'both';
    const members = membersTable(model, pen, width, rows.isAside ? nccoColumn(model, pen, width) : undefined);
    const tables: Table[] =
      show === 'members'
        ? [seen(members, rows.members, true)]
        : [
            seen(legsTable(model, pen, width), rows.legs, hasTitles),
            seen(nccoRow(model, pen, width), rows.lane, false),
            seen(members, rows.members, false),
          ];
    const named = (name: Safe, {length}: readonly unknown[]) => (rows.isCut ? safe`${name} ${length}` : name);
    const titles: Readonly<Record<TakingPart, () => Safe>> = {
      legs: () => named(safe`Legs`, chosenLegs(model)),
      members: () => named(safe`Members`, chosenMembers(model)),
      both: () => safe`${titles.legs()} · ${named(safe`members`, chosenMembers(model))}`,
    };
    const nobody = rowOf([['dim', safe` None seen: the API and rtc tell of them.`]]);
    return {
      title: [titles[show](), ['dim', safe` — ${call ? short(call.id) : safe`no call`}`]],
      right: show === 'both' ? [['dim', legsHeading(model, width)]] : show === 'legs' ? LEGEND : undefined,
      rows: [
        ...tables.filter(({rows, hasTitles}) => rows.length > 0 || hasTitles),
        ...(show === 'members' && members.rows.length === 0 ? [nobody] : []),
      ],
    };
  };
}

/** The part of a table that can be seen in so many rows, the chosen one included. */
function seen({columns, rows, chosen}: TableView, room: number, hasTitles: boolean): Table {
  const start = Math.max(0, Math.min(chosen - room + 1, rows.length - room));
  return {columns, rows: rows.slice(start, start + Math.max(0, room)), hasTitles};
}
