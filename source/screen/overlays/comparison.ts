import {findCall} from '../../output/compare/choice.js';
import {columnLines} from '../../output/compare/columns.js';
import {compareCourses} from '../../output/compare/comparison.js';
import type {Comparison} from '../../output/compare/comparison-schema.js';
import {type Course, courseOf} from '../../output/compare/course.js';
import {type ComparedLine, factLines, headLines, stepLines, timingLines} from '../../output/compare/lines.js';
import type {LineTone} from '../../output/compare/steps.js';
import {maskValue} from '../../output/mask.js';
import {keyFor} from '../../store/commands/key-names.js';
import type {Inside} from '../../store/layout.js';
import type {Model} from '../../store/model.js';
import {firstSeen} from '../../store/scroll.js';
import {printable, type Safe, safe, widthOf, wrap} from '../../text/printable.js';
import {pressingFor} from '../click.js';
import type {Role} from '../look.js';
import {type PaneView, type Pen, seenRows} from '../pane-view.js';
import {rowOf} from '../row.js';

/** From this many cells on both calls have a column of their own. */
const TWO_COLUMNS = 116;

const roles: Readonly<Record<LineTone, Role>> = {
  title: 'title',
  plain: 'plain',
  missing: 'bad',
  added: 'good',
  changed: 'warn',
  quiet: 'dim',
};

/** Two marked calls, the one that was marked first as the good one: side by side where there is room, else in one list. */
export function comparisonOverlay(model: Model, _: Pen, {width, height}: Inside): PaneView {
  const {view} = model;
  const comparison = comparisonOf(model);
  const lines = comparison ? linesOf(comparison, width) : gone;
  const {rows, extent} = seenRows(lines, firstSeen(view.scroll, lines.length, height), height);
  return {
    title: [safe`Comparison`],
    right: [['dim', safe`${printable(keyFor(model, 'back'))} close`, pressingFor(model, 'back')]],
    rows: rows.map(({tone, text}) => rowOf([safe` `, [roles[tone], text]])),
    extent,
  };
}

const gone: readonly ComparedLine[] = [
  {tone: 'plain', text: safe`A marked call is no longer there: its recording has it, for convo-monitor diff.`},
];

function linesOf(comparison: Comparison, width: number): ComparedLine[] {
  const room = width - 2;
  const events = width >= TWO_COLUMNS ? columnLines(comparison, room) : stepLines(comparison);
  const blank: ComparedLine = {tone: 'plain', text: safe``};
  const lines = [...headLines(comparison), blank, ...events, ...factLines(comparison), ...timingLines(comparison)];
  return lines.flatMap(each => inFull(each, room));
}

/** What goes on in a row of its own stands behind this. */
const GOES_ON = safe`          `;

/** Nothing can be scrolled to the side here, so what is longer than a row takes several. */
function inFull({tone, text}: ComparedLine, room: number): ComparedLine[] {
  if (widthOf(text) <= room) return [{tone, text}];
  const [first = safe``] = wrap(text, room);
  const rest = wrap(text.slice(first.length).trimStart() as Safe, room - GOES_ON.length);
  return [{tone, text: first}, ...rest.map(row => ({tone, text: safe`${GOES_ON}${row}`}))];
}

type Known = {key: string; comparison: Comparison};
const memo = new WeakMap<Model['memo'], Known>();

/** Worked out again when one of the calls has changed, and when a payload came. */
function comparisonOf(model: Model): Comparison | undefined {
  const {view, world} = model;
  const [good, bad] = view.markedCalls.map(id => callOf(model, id));
  if (!good || !bad) return undefined;
  const versions = [...good, ...bad].map(({id, version}) => `${id} ${version}`);
  const key = [...versions, view.masking, model.payloads.size].join('\n');
  const known = memo.get(model.memo);
  if (known?.key === key) return known.comparison;
  const course = (call: Course['conversations']) => courseOf(world, call, seq => bodyOf(model, seq));
  const plain = compareCourses(course(good), course(bad));
  const comparison = view.masking === 'off' ? plain : maskValue(plain);
  memo.set(model.memo, {key, comparison});
  return comparison;
}

function callOf({world}: Model, id: string): Course['conversations'] | undefined {
  const conversation = world.conversations.get(id);
  if (!conversation) return undefined;
  const choice = findCall(world, id);
  return 'call' in choice ? choice.call : [conversation];
}

function bodyOf({payloads}: Model, seq: number): string | undefined {
  const reply = payloads.get(seq);
  return reply?.source === 'reply' ? reply.raw.body : undefined;
}
