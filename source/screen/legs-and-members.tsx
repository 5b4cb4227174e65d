import {Box, Text} from 'ink';
import {useCallback} from 'react';
import type {Model} from '../store/model.js';
import {chosenLegs, chosenMembers} from '../store/select.js';
import {type Safe, safe} from '../text/printable.js';
import {Table} from './ink-table.js';
import {line, show} from './line.js';
import type {Look, Role} from './look.js';
import type {Inside} from './pane-view.js';
import {legsTable, nccoColumn, nccoLane, nccoRow, type TableView} from './panes/legs.js';
import {membersTable} from './panes/members.js';

type Shown = 'legs' | 'members' | 'both';
type Props = {model: Model; look: Look; inside: Inside; show: Shown};

const nobody = safe` None seen: the API and rtc tell of them.`;

/** What the pane is called: with how many there are, where not all can be seen. `height` is the inside of the pane. */
export function takingPart(model: Model, show: Shown, height: number): Safe {
  const legs = chosenLegs(model).length;
  const members = chosenMembers(model).length;
  const lane = nccoLane(model).length > 0 && !standsAside(model, height) ? 1 : 0;
  const isCut = {
    both: legs + lane + members > height,
    legs: legs > height - 1 - lane,
    members: members > height - 1,
  }[show];
  const named = (name: Safe, count: number) => (isCut ? safe`${name} ${count}` : name);
  if (show === 'both') return safe`${named(safe`Legs`, legs)} · ${named(safe`members`, members)}`;
  return show === 'legs' ? named(safe`Legs`, legs) : named(safe`Members`, members);
}

/** Whether the NCCO's lane stands beside the members: its two rows need two of them, and all must fit. */
function standsAside(model: Model, height: number): boolean {
  const members = chosenMembers(model).length;
  return members >= 2 && (model.view.focus === 'members' || chosenLegs(model).length + members <= height);
}

/** The two tables about who takes part; on a narrow screen one under the other. */
export function LegsAndMembers({model, look, inside, show}: Props) {
  const {width, height} = inside;
  const aside = show === 'both' && standsAside(model, height) ? nccoColumn(model, width) : undefined;
  const members = membersTable(model, width, aside);
  if (show === 'members') {
    return (
      <Box flexDirection="column">
        <Rows look={look} table={members} height={height} first={chosen(members)} titles />
        {members.rows.length === 0 && <Text>{line(look, width, [['dim', nobody]])}</Text>}
      </Box>
    );
  }
  const legs = legsTable(model, width);
  const titles = show === 'legs';
  const focused = !titles && model.view.focus === 'members' ? Math.min(members.rows.length, height - 1) : 0;
  const room = height - (titles ? 1 : 0) - focused;
  // Where not all fits, the members go first; the lane of the NCCO keeps its row below the legs.
  const lane = nccoRow(model, width);
  const laneHeight = aside || room <= Math.min(2, legs.rows.length) ? 0 : lane.rows.length;
  const legHeight = Math.min(legs.rows.length, room - laneHeight);
  return (
    <Box flexDirection="column">
      <Rows look={look} table={legs} height={legHeight + (titles ? 1 : 0)} first={chosen(legs)} titles={titles} />
      <Rows look={look} table={lane} height={laneHeight} first={0} />
      {!titles && <Rows look={look} table={members} height={height - legHeight - laneHeight} first={chosen(members)} />}
    </Box>
  );
}

function chosen(table: TableView): number {
  return Math.max(
    0,
    table.rows.findIndex(([mark]) => mark === '▸'),
  );
}

/** The part of a table that can be seen, its chosen row included. */
function Rows({
  look,
  table,
  height,
  first,
  titles = false,
}: {
  look: Look;
  table: TableView;
  height: number;
  first: number;
  titles?: boolean;
}) {
  const room = Math.max(0, height - (titles ? 1 : 0));
  const start = Math.max(0, Math.min(first - room + 1, table.rows.length - room));
  const paintTitle = useCallback((text: Safe) => show(look, 'dim', text), [look]);
  const paintCell = useCallback((text: Safe) => paintByText(look, text), [look]);
  const rows = table.rows.slice(start, start + room);
  if (rows.length === 0 && !titles) return null;
  return <Table columns={table.columns} rows={rows} paintTitle={paintTitle} paintCell={paintCell} hasTitles={titles} />;
}

/** Colour by what a cell says, since ink-table tells a cell neither its row nor its meaning. */
const roles: readonly [RegExp, Role][] = [
  [/^▸/, 'focus'],
  [/^(● answered|● human|JOINED|♪)/, 'live'],
  [/^(✓)/, 'good'],
  [/^(◔|● machine|↷|INVITED|muted|earmuffed|⧖ cancelled|✗ cancelled)/, 'warn'],
  [/^(✗|⧖|⊘)/, 'bad'],
  [/^◌/, 'info'],
  [/^(LEFT|–|UNKNOWN)/, 'dim'],
  [/^L\d/, 'strong'],
  [/^M\d/, 'strong'],
];

function paintByText(look: Look, text: Safe): string {
  if (/[░▒█]/.test(text)) return bars(look, text);
  const role = roles.find(([pattern]) => pattern.test(text.trimStart()))?.[1] ?? 'plain';
  return show(look, role, text);
}

const barRoles: Readonly<Record<string, Role>> = {'░': 'info', '▒': 'warn', '█': 'live'};

function bars(look: Look, text: Safe): string {
  const runs = text.match(/░+|▒+|█+|[^░▒█]+/g) ?? [];
  return runs.map(run => show(look, barRoles[run[0] ?? ''] ?? 'plain', run as Safe)).join('');
}
