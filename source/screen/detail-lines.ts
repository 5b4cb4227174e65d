import {span} from '../output/format.js';
import {socketName} from '../output/socket-name.js';
import type {DetailFact} from '../store/detail/facts.js';
import type {DetailRow, DiffSide} from '../store/detail/row.js';
import {clip, fit, join, type Print, type Safe, safe, widthOf, wrap} from '../text/printable.js';
import {offset} from '../text/time.js';
import {jsonLines} from './json-lines.js';
import type {Role} from './look.js';
import type {Part} from './row.js';

type Parts = readonly Part[];
type Drawn<K extends DetailRow['kind']> = (
  row: Extract<DetailRow, {kind: K}>,
  width: number,
  times: Times,
) => readonly Parts[];

/** How texts of an event are written, and its times: clock, UTC, since the call's start, since the event before. */
export type Times = {
  print: Print;
  /** A time, ms since the epoch, as one of the event `row`; without it, of the chosen event. */
  at: (ms: number, row?: number) => Safe;
  /** What they are counted from, where that has to be said. */
  since: Safe;
};

/** A row of the detail as the rows of the screen that it takes, each of them at least as long as is to be seen of it. */
export function detailLines(row: DetailRow, width: number, times: Times): readonly Parts[] {
  const draw = drawings[row.kind] as Drawn<DetailRow['kind']>;
  return draw(row, width, times);
}

/** Cells of text that are worth wrapping: what is longer is in the snapshot. */
const MOST_CELLS = 20_000;

const drawings: {[K in DetailRow['kind']]: Drawn<K>} = {
  blank: () => [[]],
  fact: ({fact}, width, times) => factLines(fact, width, times),
  title: ({text, fold}, _, {print}) => [
    [
      ['focus', fold === 'folded' ? safe`▸ ` : safe`▾ `],
      ['title', print(text, 2000)],
    ],
  ],
  json: (row, width, {print}) => jsonLines(row, width, print),
  header({name, value}, width, {print}) {
    const key = safe`${print(name, 60)}: `;
    const [first = safe``, ...more] = wrap(safe`${key}${print(value, MOST_CELLS)}`, width);
    const rest = (first.startsWith(key) ? first.slice(key.length) : '') as Safe;
    return [[['info', clip(key, width)], rest], ...more.map(part => [safe`  `, part])];
  },
  text: ({text}, width, times) => wrapped(times, text, width),
  note: ({text}, width, times) => wrapped(times, text, width, 'dim', safe` `),
  witnesses: ({names}, width, times) => (isBeside(names.length, width) ? [columns(times, names, width, 'title')] : []),
  compare: (row, width, times) => compareLines(row, width, times),
  beside: ({texts}, width, times) => [columns(times, texts, width, 'plain', 0)],
  sides: ({left, right}, _, times) => [side(safe`-`, 'bad', left, times), side(safe`+`, 'good', right, times)],
  differ: differLines,
  replayed: replayedLines,
  answerDiffers: answerLines,
  differText: ({sign, text}, width, times) => wrapped(times, `${sign} ${text}`, width, sign === '+' ? 'good' : 'bad'),
};

/** Text from outside in as many rows as it takes. */
function wrapped({print}: Times, text: string, width: number, role: Role = 'plain', indent: Safe = safe``): Parts[] {
  const rows = wrap(print(text, MOST_CELLS), Math.max(1, width - widthOf(indent)));
  return rows.map(part => [indent, [role, part]]);
}

/** Cells for the name of a fact, or of a field that is compared: nine for the name, one for its sign. An id fits beside it. */
const NAME = 10;

function named(name: Safe, parts: Parts, sign: Safe = safe` `): Parts {
  return [[sign === ' ' ? 'dim' : 'warn', safe`${fit(name, NAME - 1)}${sign}`], ...parts];
}

/** The rest of a long fact stands under its beginning. */
function namedText(
  {print}: Times,
  name: Safe,
  text: string,
  width: number,
  role: Role = 'plain',
  sign?: Safe,
): Parts[] {
  return wrap(print(text, MOST_CELLS), Math.max(1, width - NAME)).map((part, i) =>
    i === 0 ? named(name, [[role, part]], sign) : [fit(safe``, NAME), [role, part]],
  );
}

function factLines(fact: DetailFact, width: number, times: Times): readonly Parts[] {
  switch (fact.name) {
    case 'event': {
      const {type, apiType} = fact;
      const other: Part = apiType !== undefined && ['dim', safe`  API: ${times.print(apiType, 60)}`];
      return [named(safe`event`, [['strong', times.print(type, 80)], other])];
    }
    case 'leg':
      return namedText(times, safe`leg ${times.print(fact.label ?? '')}`, fact.leg, width);
    case 'socket':
      return namedText(times, safe`socket`, socketName(fact.socket), width);
    case 'member':
      return namedText(times, safe`member`, fact.member, width);
    case 'time': {
      const {at, stamped, arrivedAt} = fact;
      const arrived: Part = ['dim', safe`  arrived ${times.at(arrivedAt)}${times.since}`];
      return [named(stamped ? safe`stamped` : safe`about`, [times.at(at), arrived])];
    }
    case 'seen': {
      const {witnesses, deliveries} = fact;
      const repeated: Part = deliveries > 1 && ['warn', safe`  delivered ×${deliveries}`];
      return [
        named(safe`seen by`, [
          join(
            witnesses.map(name => times.print(name)),
            safe`, `,
          ),
          repeated,
        ]),
      ];
    }
    case 'heard': {
      const {listener, at} = fact;
      const time: Part = at !== undefined && ['dim', safe`  ${times.at(at)}${times.since}`];
      return [named(safe`heard by`, [times.print(listener, 80), time])];
    }
    case 'differs': {
      const {field, values} = fact.difference;
      const text = values
        .map(({witness, value}) => `${witness} ${field === 'at' ? times.at(Date.parse(value)) : value}`)
        .join('  ≠  ');
      return namedText(times, safe`${times.print(field === 'at' ? 'stamp' : field)}`, text, width, 'warn', safe`≠`);
    }
    case 'absent': {
      const text = `${fact.witnesses.join(' and ')} should have reported this by now, and did not`;
      return namedText(times, safe`absent`, text, width, 'warn', safe`∅`);
    }
    case 'order':
      return namedText(times, safe`order`, 'arrived after a later event of this leg', width, 'warn', safe`⇅`);
    case 'signature':
      return [named(safe`signature`, [[fact.result === 'signed' ? 'good' : 'bad', times.print(fact.result)]])];
    case 'answered': {
      const {status, ms, by} = fact.reply;
      const role: Role = status < 300 ? 'plain' : 'bad';
      return [
        named(safe`answered`, [
          [role, safe`${status}`],
          safe` in ${span(ms)}`,
          ['dim', safe` by the ${times.print(by)}`],
        ]),
      ];
    }
    case 'audio': {
      const {from, to, file} = fact;
      const place = to === undefined ? offset(from) : `${offset(from)} to ${offset(to)}`;
      return namedText(times, safe`audio`, `${place} in ${file}`, width);
    }
    case 'note':
      return namedText(times, safe`note`, `“${fact.text}”`, width, 'info');
    case 'remark':
      return namedText(times, safe`problem`, fact.text, width, 'warn', safe`!`);
  }
}

/** Below this many cells a witness cannot have a column of its own. */
const COLUMN = 26;

function isBeside(count: number, width: number): boolean {
  return width >= NAME + count * COLUMN;
}

/** Texts side by side, in columns as wide as each other behind `indent` cells. */
function columns({print}: Times, texts: readonly string[], width: number, role: Role, indent = NAME): Part[] {
  const room = Math.floor((width - indent) / Math.max(1, texts.length));
  return [
    fit(safe``, indent),
    ...texts.map((text): Part => [role, safe`${fit(print(text, MOST_CELLS), Math.max(1, room - 1))} `]),
  ];
}

function compareLines(
  {field, said, differs}: Extract<DetailRow, {kind: 'compare'}>,
  width: number,
  times: Times,
): readonly Parts[] {
  const sign = differs ? safe`≠` : safe` `;
  const role: Role = differs ? 'warn' : 'plain';
  const name = times.print(field);
  const texts = said.map(({value, isTime}) => (value && isTime ? times.at(Date.parse(value)) : (value ?? '–')));
  if (isBeside(said.length, width)) return [named(name, columns(times, texts, width - NAME, role, 0), sign)];
  const [first = ''] = texts;
  if (texts.every(text => text === first)) return namedText(times, name, first, width, role, sign);
  return said.map(({witness}, i) => {
    const parts: Parts = [
      ['witness', fit(times.print(witness), 8)],
      [role, times.print(texts[i], MOST_CELLS)],
    ];
    return i === 0 ? named(name, parts, sign) : [fit(safe``, NAME), ...parts];
  });
}

function side(sign: Safe, role: Role, {label, type, at, row}: DiffSide, times: Times): Parts {
  return [[role, safe`${sign} `], safe`${times.at(at, row)}  `, ['strong', times.print(`${label ?? '–'} ${type}`, 80)]];
}

const signs = {added: [safe`+`, 'good'], removed: [safe`-`, 'bad'], changed: [safe`≠`, 'warn']} as const;

/** `replay    200 → 500 in 2 ms → 38 ms  different`: an answer beside the one of then. */
function replayedLines(
  {resent, before}: Extract<DetailRow, {kind: 'replayed'}>,
  _: number,
  {print}: Times,
): readonly Parts[] {
  const {status, failure, ms, outcome} = resent;
  const now = print(status === undefined ? (failure?.code ?? 'no answer') : String(status), 40);
  const then = before ? safe`${before.status} → ` : safe``;
  const took = before ? safe`${span(before.ms)} → ${span(ms)}` : span(ms);
  const role: Role = outcome === 'alike' ? 'good' : outcome === 'new' || outcome === undefined ? 'plain' : 'bad';
  return [named(safe`replay`, [[role, safe`${then}${now}`], safe` in ${took}`])];
}

/** What an answer has now, and what the one of then had. */
function answerLines(
  {difference}: Extract<DetailRow, {kind: 'answerDiffers'}>,
  width: number,
  times: Times,
): readonly Parts[] {
  const {what, place, kind, before, now} = difference;
  const name = times.print([what, place].filter(Boolean).join(' '), 200);
  if (kind === 'moved') return wrapped(times, `~ ${name} is ${now} now`, width, 'warn');
  const value = (sign: '-' | '+', text: string | undefined) =>
    text === undefined ? [] : wrapped(times, `${sign} ${text}`, width - 2, sign === '+' ? 'good' : 'bad', safe`  `);
  return [
    [
      ['warn', safe`≠ `],
      ['info', name],
    ],
    ...value('-', before),
    ...value('+', now),
  ];
}

/** A path, and what stood there on either side. What differs between any two events is dim. */
function differLines(
  {difference}: Extract<DetailRow, {kind: 'differ'}>,
  width: number,
  {print}: Times,
): readonly Parts[] {
  const valueText = (value: unknown) => print(JSON.stringify(value), MOST_CELLS);
  const {path, kind, isVolatile} = difference;
  const muted = (role: Role): Role => (isVolatile ? 'dim' : role);
  const [sign, role] = signs[kind];
  const name = print(path === '' ? 'the whole body' : path, 200);
  const head: Part[] = [
    [muted(role), safe`${sign} `],
    [muted('info'), name],
  ];
  const left = difference.kind === 'added' ? undefined : valueText(difference.left);
  const right = difference.kind === 'removed' ? undefined : valueText(difference.right);
  const short = join(
    [left, right].filter(text => text !== undefined),
    safe` → `,
  );
  if (widthOf(name) + widthOf(short) + 5 <= width) return [[...head, safe`  `, [muted('plain'), short]]];
  const value = (text: Safe | undefined, mark: Safe, tone: Role): Parts[] =>
    text === undefined
      ? []
      : wrap(text, Math.max(1, width - 4)).map((part, i) => [
          [muted(tone), i === 0 ? safe`  ${mark} ` : safe`    `],
          [muted('plain'), part],
        ]);
  return [head, ...value(left, safe`-`, 'bad'), ...value(right, safe`+`, 'good')];
}
