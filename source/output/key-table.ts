import {highest} from '../call/extremes.js';
import {keysInForce} from '../store/commands/choose-keys.js';
import {keyName, keysOf} from '../store/commands/key-names.js';
import {commandGroups} from '../store/commands/table.js';
import type {Model} from '../store/model.js';
import {jsonText} from '../text/json.js';
import {fit, printable, widthOf} from '../text/printable.js';

/** One command as the table of keys shows it. */
type KeyRow = {group: string; id: string; keys: readonly string[]; label: string; argument?: string};

function keyRows(chosen: Model['keys']): KeyRow[] {
  const inForce = keysInForce(chosen);
  return commandGroups.flatMap(({name, commands}) =>
    commands.map(command => ({
      group: name,
      id: command.id,
      keys: keysOf(command, inForce).map(keyName),
      label: command.label,
      ...(command.argument && {argument: command.argument.name}),
    })),
  );
}

/** Every command with its keys: as text, as a Markdown table (what the README holds), or as JSON. Ends with a line end. */
export function keyTable(format: 'text' | 'markdown' | 'json', chosen: Model['keys'] = new Map()): string {
  const rows = keyRows(chosen);
  if (format === 'json') return `${jsonText(rows, 2)}\n`;
  return format === 'markdown' ? markdown(rows) : text(rows);
}

function text(rows: readonly KeyRow[]): string {
  const cells = rows.map(row => ({...row, keys: printable(row.keys.join(' ')), name: printable(named(row))}));
  const keyWidth = highest(cells.map(({keys}) => widthOf(keys)));
  const nameWidth = highest(cells.map(({name}) => widthOf(name)));
  return cells
    .map(({group, keys, name, label}, i) => {
      const title = cells[i - 1]?.group === group ? '' : `${i === 0 ? '' : '\n'}${group}\n`;
      return `${title}  ${fit(keys, keyWidth)}  ${fit(name, nameWidth)}  ${label}\n`;
    })
    .join('');
}

function markdown(rows: readonly KeyRow[]): string {
  const groups = [...new Set(rows.map(({group}) => group))];
  return groups
    .map(group => {
      const lines = rows
        .filter(row => row.group === group)
        .map(row => `| ${row.keys.map(code).join(' ')} | ${row.label.replaceAll('|', '\\|')} | ${code(named(row))} |`);
      return `**${group}**\n\n| keys | what it does | name |\n|---|---|---|\n${lines.join('\n')}\n`;
    })
    .join('\n');
}

/** How the palette takes it. */
function named({id, argument}: KeyRow): string {
  return argument === undefined ? id : `${id} ${argument}`;
}

function code(written: string): string {
  return `\`${written.replaceAll('|', '\\|')}\``;
}
