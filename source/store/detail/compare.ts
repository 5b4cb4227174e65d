import {highest} from '../../call/extremes.js';
import {API, type EventLog, HISTORY, UNSTAMPED, WEBHOOK} from '../../world/event-log.js';
import {witnessesOf} from '../../world/fold/enter.js';
import type {Agreement} from '../../world/read/agreement.js';
import type {EventView} from '../../world/read/event-view.js';
import type {Witness} from '../../world/world.js';
import type {Model} from '../model.js';
import {jsonRows, readBody} from './json-rows.js';
import {eventMessage} from './payload.js';
import type {DetailRow} from './row.js';
import {isWideDetail} from './tabs.js';

type Statement = {witness: Witness; row: number};

/** The witnesses of one event: field by field, and their payloads side by side where there is room. */
export function witnessRows(model: Model, event: EventView & Agreement): DetailRow[] {
  const {world} = model;
  const statements = statementsOf(world.log, witnessesOf(world, event.row));
  const rows: DetailRow[] = [
    {kind: 'witnesses', names: statements.map(({witness}) => witness)},
    ...fields(world.log, statements).map(({field, values}): DetailRow => {
      const differs = event.differences.some(each => each.field === field);
      const said = statements.map(({witness}, i) => ({witness, value: values[i], isTime: times.has(field)}));
      return {kind: 'compare', field: field === 'at' ? 'stamp' : field, said, differs};
    }),
  ];
  if (event.absent.length > 0) rows.push({kind: 'fact', fact: {name: 'absent', witnesses: event.absent}});
  if (statements.length < 2) rows.push({kind: 'note', text: 'Only one witness has reported this so far.'});
  else if (isWideDetail(model.view)) return rows.concat(payloadRows(model, event, statements));
  else rows.push({kind: 'note', text: 'The payloads are on the tabs json and raw; side by side on a wider screen.'});
  return rows;
}

/** Fields that are times, ISO 8601. */
const times: ReadonlySet<string> = new Set(['at', 'arrived']);

function statementsOf(log: EventLog, rows: readonly number[]): Statement[] {
  return rows
    .filter(row => !log.has(row, HISTORY))
    .map(row => ({witness: log.has(row, WEBHOOK) ? 'webhook' : log.has(row, API) ? 'api' : 'rtc', row}));
}

function fields(log: EventLog, statements: readonly Statement[]) {
  const parties = statements.map(({row}) => {
    const text = log.partiesOf(row);
    return (text === undefined ? [] : JSON.parse(text)) as (string | null)[];
  });
  const of = (field: string, value: (row: number, i: number) => string | null | undefined) => ({
    field,
    values: statements.map(({row}, i) => value(row, i) ?? undefined),
  });
  return [
    of('type', row => log.typeOf(row)),
    of('at', row => (log.has(row, UNSTAMPED) ? undefined : iso(log.at[row]))),
    of('arrived', row => iso(log.arrived[row])),
    of('direction', (_, i) => parties[i]?.[0]),
    of('from', (_, i) => parties[i]?.[1]),
    of('to', (_, i) => parties[i]?.[2]),
    of('leg', row => log.legOf(row)),
    of('member', row => log.memberOf(row)),
    of('note', row => log.noteOf(row)),
    of('id', row => (log.id[row] ? String(log.id[row]) : undefined)),
    of('times', row => String(log.deliveries[row] ?? 1)),
  ].filter(({values}) => values.some(value => value !== undefined));
}

/** A time, ms since the epoch, in ISO 8601; undefined for what is none. */
export function iso(ms: number | undefined): string | undefined {
  return ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? undefined : new Date(ms).toISOString();
}

/** The bodies as pretty JSON, row beside row. */
function payloadRows({world, payloads}: Model, event: EventView, statements: readonly Statement[]): DetailRow[] {
  const bodies = statements.map(({row}) => {
    const observation = payloads.get(world.log.seq[row] ?? 0);
    if (!observation) return ['…'];
    const message = eventMessage(observation, event.id);
    if (!message) return [];
    const value = readBody(message.body);
    const texts =
      value === undefined
        ? message.body.split('\n')
        : jsonRows(value, () => false).map(
            ({depth, key, text}) =>
              `${'  '.repeat(depth)}${key === undefined ? '' : `${JSON.stringify(key)}: `}${text}`,
          );
    return [message.title, ...texts];
  });
  const height = Math.max(0, highest(bodies.map(texts => texts.length)));
  const rows = Array.from(
    {length: height},
    (_, i): DetailRow => ({kind: 'beside', texts: bodies.map(b => b[i] ?? '')}),
  );
  return [{kind: 'blank'}, ...rows];
}
