import {Box, Text} from 'ink';
import {useCallback} from 'react';
import type {Inside} from '../store/layout.js';
import type {Model} from '../store/model.js';
import {chosenLegs, chosenMembers} from '../store/select.js';
import {type TakingPart, takingPartRows} from '../store/windows.js';
import {type Safe, safe} from '../text/printable.js';
import {Table} from './ink-table.js';
import {line, show} from './line.js';
import type {Look, Role} from './look.js';
import {legsTable, nccoColumn, nccoRow, type TableView} from './panes/legs.js';
import {membersTable} from './panes/members.js';

type Props = {model: Model; look: Look; inside: Inside; show: TakingPart};

const nobody = safe` None seen: the API and rtc tell of them.`;

/** What the pane is called: with how many there are, where not all can be seen. `height` is the inside of the pane. */
export function takingPartTitle(model: Model, show: TakingPart, height: number): Safe {
  const {isCut} = takingPartRows(model, show, height);
  const named = (name: Safe, {length}: readonly unknown[]) => (isCut ? safe`${name} ${length}` : name);
  const [legs, members] = [named(safe`Legs`, chosenLegs(model)), named(safe`Members`, chosenMembers(model))];
  if (show === 'both') return safe`${legs} · ${named(safe`members`, chosenMembers(model))}`;
  return show === 'legs' ? legs : members;
}

/** The two tables about who takes part; on a narrow screen one under the other. */
export function LegsAndMembers({model, look, inside, show}: Props) {
  const {width, height} = inside;
  const rows = takingPartRows(model, show, height);
  const members = membersTable(model, width, rows.isAside ? nccoColumn(model, width) : undefined);
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
  return (
    <Box flexDirection="column">
      <Rows look={look} table={legs} height={rows.legs + (titles ? 1 : 0)} first={chosen(legs)} titles={titles} />
      <Rows look={look} table={nccoRow(model, width)} height={rows.lane} first={0} />
      {!titles && <Rows look={look} table={members} height={rows.members} first={chosen(members)} />}
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
