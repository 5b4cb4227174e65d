import {printable, widthOf} from '../text/printable.js';
import {csv} from './csv.js';
import {code, fenced, prose, tableRows} from './markdown.js';
import {mermaid} from './mermaid.js';
import {factsOf, limitText, tablesOf} from './report-rows.js';
import type {ReportTable} from './report-table.js';
import type {Snapshot, SnapshotConversation} from './snapshot-schema.js';

/** Ladders in plain text, by conversation: safe to print. */
export type Ladders = ReadonlyMap<string, string>;

/** What `export` can make of a snapshot for people and other programs, each escaped for what will read it. */
export const reports = {
  text: all(textReport),
  markdown: all(markdownReport),
  mermaid: ({conversations, limited}) => conversations.map(call => `${mermaid(call, limitText(limited))}\n`).join('\n'),
  csv,
  ladder: all(ladderReport),
} as const satisfies Record<string, (snapshot: Snapshot, ladders: Ladders) => string>;

type CallReport = (call: SnapshotConversation, limited: Snapshot['limited'], ladder: string) => string;

function all(report: CallReport): (snapshot: Snapshot, ladders: Ladders) => string {
  return (snapshot, ladders) => {
    const {conversations, limited} = snapshot;
    const texts = conversations.map(call => report(call, limited, ladders.get(call.id) ?? ''));
    return [...texts, ...rest(snapshot)].join('\n');
  };
}

/** What the calls of a snapshot leave unsaid. */
function rest({conversations, unattributed}: Snapshot): string[] {
  const {length} = unattributed.events;
  return [
    ...(conversations.length === 0 ? ['No call is in here.\n'] : []),
    ...(length > 0
      ? [`${length} ${length === 1 ? 'event belongs' : 'events belong'} to no call: see --format json.\n`]
      : []),
  ];
}

/** Cells of a sentence, and of any other piece of text from outside. */
const MOST_CELLS = 400;

function textReport(call: SnapshotConversation, limited: Snapshot['limited']): string {
  return `${[...textHead(call, limited), ...tablesOf(call).flatMap(textTable)].join('\n')}\n`;
}

/** The facts about a call, and the verdict. */
function textHead(call: SnapshotConversation, limited: Snapshot['limited']): string[] {
  const facts = factsOf(call, limited).map(([name, value]) => `${name.padEnd(13)}${shown(value)}`);
  return [...facts, '', shown(call.verdict)];
}

function textTable({title, header, rows}: ReportTable): string[] {
  const table = [header, ...rows.map(row => row.map(shown))];
  const widths = header.map((_, i) => table.reduce((widest, row) => Math.max(widest, widthOf(row[i] ?? '')), 0));
  const line = (row: string[]) => row.map((text, i) => text + ' '.repeat((widths[i] ?? 0) - widthOf(text))).join('  ');
  return ['', title, ...table.map(row => `  ${line(row)}`.trimEnd())];
}

/** The ladder below the facts that say what it is a ladder of. */
function ladderReport(call: SnapshotConversation, limited: Snapshot['limited'], ladder: string): string {
  return `${[...textHead(call, limited), ''].join('\n')}\n${ladder}`;
}

function markdownReport(call: SnapshotConversation, limited: Snapshot['limited'], drawn: string): string {
  const facts = factsOf(call, limited).map(([name, value]) => `- ${name}: ${code(value)}`);
  const tables = tablesOf(call).flatMap(markdownTable);
  const ladder = drawn === '' ? [] : ['', '### Ladder', '', ...fenced('text', drawn.trimEnd())];
  const diagram = ['', ...fenced('mermaid', mermaid(call))];
  const title = `## Call ${code(call.id.slice(0, 8))}`;
  return `${[title, '', prose(call.verdict), '', ...facts, ...tables, ...ladder, ...diagram].join('\n')}\n`;
}

function markdownTable({title, header, rows}: ReportTable): string[] {
  return ['', `### ${title}`, '', ...tableRows(header, rows)];
}

function shown(text: string): string {
  return printable(text, MOST_CELLS);
}
