import {span} from '../../output/format.js';
import {type Canvas, canvas, put} from '../../output/ladder/canvas.js';
import type {Model} from '../../store/model.js';
import {clip, fit, type Print, repeat, type Safe, safe, widthOf} from '../../text/printable.js';
import {type Axis, type LegPhase, phasesOf} from '../../world/read/axis.js';
import {type Mark, marksOf, recordingsOf} from '../../world/read/marks.js';
import type {NccoRun} from '../../world/read/ncco-progress.js';
import {isLive, outcomeOf, partyOf} from '../../world/read/state.js';
import {timingsOf} from '../../world/read/timings.js';
import type {Conversation, Leg} from '../../world/world.js';
import {phaseGlyphs, phaseRoles} from '../bar.js';
import {lookOf, type Role} from '../look.js';
import {cellOf, ticksOf} from './axis.js';
import {actionLook, putActions} from './ncco.js';

/** What all rows of the bars share: a column of words, then the time axis. */
export type Chart = {model: Model; print: Print; call: Conversation; axis: Axis; words: number; width: number};

const names: Readonly<Record<LegPhase['kind'], Safe>> = {
  'set-up': safe`set-up`,
  ringing: safe`ring`,
  talking: safe`talk`,
};

function blank({words, width}: Chart): Canvas {
  return canvas(words + width);
}

/** Ticks at round distances, and below them the place of the chosen event. */
export function axisRows(chart: Chart, chosen: {at: number; text: Safe} | undefined): Canvas[] {
  const {axis, words, width} = chart;
  const ticks = blank(chart);
  const length = span(axis.to - axis.from);
  const end = width - widthOf(length);
  for (const {at, text} of ticksOf(axis, width, 10)) {
    if (at + widthOf(text) < end) put(ticks, words + at, text, 'dim');
  }
  put(ticks, words + end, length, 'dim');
  const rule = blank(chart);
  for (const {at} of ticksOf(axis, width, 10)) put(rule, words + at, safe`┬`, 'border');
  for (let x = words; x < words + width; x++) if (rule.cells[x] === ' ') put(rule, x, safe`─`, 'border');
  if (!chosen) return [ticks, rule];
  const x = words + cellOf(axis, width, chosen.at);
  const text = clip(chosen.text, words - 2);
  put(rule, x, safe`▾`, 'focus');
  put(rule, words - 1 - widthOf(text), text, 'focus');
  return [ticks, rule];
}

/** A leg in two rows: its life with words in it, and what happened on it. */
export function legRows(chart: Chart, leg: Leg, isFirst: boolean): Canvas[] {
  const {model, print, call, axis, words, width} = chart;
  const t = timingsOf(model.world, leg);
  const live = isLive(call, leg) && call.goneAt === undefined;
  const life = blank(chart);
  const way = leg.direction === 'inbound' ? safe`in ` : leg.direction === 'outbound' ? safe`out` : safe`–  `;
  const label = safe`L${leg.number} `;
  put(life, 1, label, 'strong');
  const x = 1 + widthOf(label);
  put(life, x, clip(safe`${way} ${print(partyOf(leg) ?? '–', 80)}`, words - 1 - x), 'plain');
  for (const each of phasesOf(t, live ? axis.now : undefined)) putSpan(life, chart, each);

  const below = blank(chart);
  const look = lookOf(outcomeOf(leg));
  const state = leg.conversation === call.id ? safe`${look.glyph} ${look.word}` : safe`↷ moved`;
  put(below, 3, clip(state, words - 4), look.role);
  const who = ended[leg.disconnectedBy ?? ''];
  if (who) put(below, 4 + widthOf(state), clip(who, words - 5 - widthOf(state)), 'dim');
  for (const recording of recordingsOf(model.world, call)) {
    // A recording of the whole conversation stands with its first leg.
    if (recording.leg === undefined ? !isFirst : recording.leg !== leg.id) continue;
    const from = cellOf(axis, width, recording.from ?? recording.to ?? axis.from);
    const to = cellOf(axis, width, recording.to ?? axis.now);
    put(below, words + from, repeat(safe`─`, to - from + 1), 'bad');
    put(below, words + from, safe`r`, 'bad');
    put(below, words + to, recording.to === undefined ? safe`▸` : safe`r`, 'bad');
  }
  putMarks(
    below,
    chart,
    marksOf(model.world, call).filter(mark => mark.leg === leg.id),
  );
  return [life, below];
}

/** Who ended a leg: only newer events say. */
const ended: Readonly<Record<string, Safe>> = Object.assign(Object.create(null), {
  user: safe`× user`,
  platform: safe`× Vonage`,
});

function putSpan(on: Canvas, {axis, words, width}: Chart, {kind, from, to}: LegPhase): void {
  if (from === undefined) return;
  const first = cellOf(axis, width, from);
  const last = Math.max(first, Math.ceil(((to - axis.from) * width) / Math.max(1, axis.to - axis.from)) - 1);
  const room = Math.min(last, width - 1) - first + 1;
  put(on, words + first, repeat(phaseGlyphs[kind], room), phaseRoles[kind]);
  const text = safe` ${names[kind]} ${span(to - from)} `;
  if (widthOf(text) + 2 <= room) put(on, words + first + Math.floor((room - widthOf(text)) / 2), text, 'plain');
}

const signs: Readonly<Partial<Record<Mark['kind'], readonly [Role, (mark: Mark, print: Print) => Safe]>>> = {
  input: [
    'warn',
    ({note = ''}, print) => {
      const [, digits] = /^digits=(.+?)( timed out| over speech)*$/.exec(note) ?? [];
      return digits === undefined ? safe`s` : safe`d${print(digits, 12)}`;
    },
  ],
  dtmf: ['warn', ({note = ''}, print) => safe`d${print(note, 12)}`],
  speech: ['warn', () => safe`s`],
  transfer: ['warn', () => safe`↷`],
  mute: ['dim', () => safe`m`],
  unmute: ['dim', () => safe`u`],
};

/** Signs at their places; where one stands already, the next is left out. */
function putMarks(on: Canvas, {axis, words, width, print}: Chart, marks: readonly Mark[]): void {
  let free = 0;
  for (const mark of marks) {
    const sign = signs[mark.kind];
    if (!sign) continue;
    const at = cellOf(axis, width, mark.at);
    if (at < free) continue;
    const text = clip(sign[1](mark, print), Math.max(1, width - free), safe``);
    const start = Math.min(at, width - widthOf(text));
    put(on, words + start, text, sign[0]);
    free = start + widthOf(text);
  }
}

/** The NCCO's actions in two rows: their times, and how far each has come. */
export function nccoRows(chart: Chart, runs: readonly NccoRun[], label: Safe): Canvas[] {
  const {words, width, axis, print} = chart;
  const lane = blank(chart);
  put(lane, 1, clip(safe`NCCO ${label}`, words - 2), 'strong');
  const letters = putActions(lane, words, runs, axis, width, print);
  const states = blank(chart);
  let x = 4;
  for (const action of runs.at(-1)?.actions ?? []) {
    const [role, sign] = actionLook[action.state];
    const length = action.to === undefined ? safe`` : span(action.to - (action.from ?? action.to));
    const took = length === '' ? length : safe` ${action.exact ? safe`` : safe`~`}${length}`;
    const text = safe`${print(action.name, 20)} ${sign}${took}`;
    put(states, x, text, role);
    x += widthOf(text) + 2;
  }
  put(states, x, letters, 'dim');
  return [lane, states];
}

/** What the signs mean, in one row. */
export function legend(chart: Chart): Canvas {
  const on = blank(chart);
  const text = safe`░ set-up  ▒ ringing  █ talking  d digits  s speech  r─r recording  ↷ moved`;
  put(on, 1, fit(text, chart.words + chart.width - 1), 'dim');
  return on;
}
