import type {MarkKind} from '../../call/event-types.js';
import {span} from '../../text/time.js';
import {type Axis, roundTimes} from '../../world/read/axis.js';
import type {Mark} from '../../world/read/marks.js';
import type {ActionRun, NccoRun} from '../../world/read/ncco-progress.js';
import {roundSpan} from '../format.js';
import {type Html, html, svg} from './html.js';
import type {Bar, TakenCall} from './taken.js';

/** Legs with a bar. */
const MOST_BARS = 100;
/** Actions and signs of one line. */
const MOST_ON_LINE = 200;

/** Each leg as a bar on the call's time axis, with what happened on it, and the NCCO's actions below the leg that they were given for. */
export function barsPart({bars, axis, nccos}: TakenCall, id: string): Html | undefined {
  if (bars.length === 0) return undefined;
  const shown = bars.slice(0, MOST_BARS);
  const lines = shown.flatMap((bar, i) => {
    const runs = nccos.filter(run => (run.leg === undefined ? i === 0 : run.leg === bar.leg));
    return [legLine(bar, axis), ...(runs.length > 0 ? [nccoLine(runs, axis)] : [])];
  });
  return html`
<section class="part">
<h3 id="${id}">On the time axis</h3>
<div class="wide" tabindex="0" role="group" aria-labelledby="${id}">
<div class="bars">
<div class="line axis"><span class="who"></span><svg aria-hidden="true" height="18">${ticks(axis)}</svg></div>
${lines}</div>
</div>
<p class="key"><span class="set-up">set-up</span> <span class="ringing">ringing</span> <span class="talking">talking</span>${
    bars.some(({recordings}) => recordings.length > 0) && html` <span class="recording">recording</span>`
  }</p>
${bars.length > MOST_BARS && html`<p class="left-out">The first ${MOST_BARS} of ${bars.length} legs.</p>`}
</section>`;
}

function ticks(axis: Axis): Html[] {
  return roundTimes(axis.to - axis.from, 0.1).map(
    ms =>
      svg`<line x1="${place(axis, axis.from + ms)}" x2="${place(axis, axis.from + ms)}" y1="13" y2="18"/><text x="${place(axis, axis.from + ms)}" y="10">${roundSpan(ms)}</text>`,
  );
}

const names = {'set-up': 'set-up', ringing: 'ring', talking: 'talk'} as const;

function legLine({label, party, state: [role, word], spans, marks, recordings}: Bar, axis: Axis): Html {
  const parts = spans.flatMap(({kind, from, to}) => (from === undefined ? [] : [{kind, from, to}]));
  const told = parts.map(({kind, from, to}) => `${names[kind]} ${span(to - from)}`).join(', ');
  return html`<div class="line"><span class="who"><b>${label}</b> <span class="party">${party}</span> <span class="state ${role}">${word}</span></span>
<svg role="img" aria-label="${`${label}: ${told || 'no time of it is known'}`}" height="34">
${parts.map(
  ({kind, from, to}) =>
    svg`<g class="span ${kind}"><title>${names[kind]} ${span(to - from)}</title>${box(axis, from, to, {y: 3, height: 16}, wordsFor(axis, from, to, `${names[kind]} ${span(to - from)}`))}</g>`,
)}
${recordings.map(({from, to}) => svg`<g class="span recording"><title>recording</title>${box(axis, from ?? axis.from, to ?? axis.now, {y: 20, height: 3})}</g>`)}
${signsOf(marks, axis)}</svg></div>
`;
}

/** NCCOs as the actions that hold one another up. */
function nccoLine(runs: readonly NccoRun[], axis: Axis): Html {
  const actions = runs
    .flatMap(run => run.actions.filter(({runsAlong, from}) => !runsAlong && from !== undefined))
    .slice(0, MOST_ON_LINE);
  const names = actions.map(({name}) => name).join(', ');
  return html`<div class="line ncco"><span class="who dim">NCCO</span>
<svg role="img" aria-label="NCCO: ${names || 'no action was seen'}" height="22">${actions.map(action => actionBox(action, axis))}</svg></div>
`;
}

function actionBox({text, name, state, from = 0, to}: ActionRun, axis: Axis): Html {
  const end = to ?? (state === 'running' ? axis.now : from);
  return svg`<g class="action ${state}"><title>${text}, ${state}, ${span(end - from)}</title>${box(axis, from, end, {y: 1, height: 16}, wordsFor(axis, from, end, name))}</g>`;
}

type Rows = {y: number; height: number};

/** A box over a stretch of time, with words in its middle where it has room for them; never so thin that it cannot be seen. */
function box(axis: Axis, from: number, to: number, {y, height}: Rows, words?: string): Html {
  const [x, width] = [shareOf(axis, from), shareOf(axis, to) - shareOf(axis, from)];
  const text = words && svg`<text x="${percent(x + width / 2)}" y="${y + height - 4}">${words}</text>`;
  return svg`<rect x="${percent(Math.min(x, 0.997))}" y="${y}" width="${percent(Math.max(width, 0.003))}" height="${height}" rx="2"/>${text}`;
}

/** Characters that fit beside each other on the narrowest axis. */
const CHARACTERS = 90;

function wordsFor(axis: Axis, from: number, to: number, words: string): string | undefined {
  const room = (shareOf(axis, to) - shareOf(axis, from)) * CHARACTERS;
  return words.length + 1 <= room ? words : undefined;
}

const signs: Readonly<Partial<Record<MarkKind, (note: string) => string>>> = {
  input: note => /^digits=(.+?)( timed out| over speech)*$/.exec(note)?.[1] ?? 'speech',
  dtmf: note => note,
  speech: () => 'speech',
  transfer: () => '↷ transfer',
  mute: () => 'mute',
  unmute: () => 'unmute',
};

/** What happened on the leg, below its bar; where one thing stands already, the next is left out. */
function signsOf(marks: readonly Mark[], axis: Axis): Html[] {
  let free = 0;
  return marks.slice(0, MOST_ON_LINE * 5).flatMap(({kind, at, note = ''}) => {
    const text = signs[kind]?.(note).slice(0, 12);
    const x = shareOf(axis, at);
    if (text === undefined || x < free) return [];
    free = x + (text.length + 1) / CHARACTERS;
    const [end, anchor] = x > 0.9 ? ['end', 'end'] : ['start', 'start'];
    return [
      svg`<text class="mark ${end}" text-anchor="${anchor}" x="${percent(x)}" y="33">${text}</text><line class="mark" x1="${percent(x)}" x2="${percent(x)}" y1="19" y2="24"/>`,
    ];
  });
}

function shareOf(axis: Axis, at: number): number {
  return Math.max(0, Math.min(1, (at - axis.from) / Math.max(1, axis.to - axis.from)));
}

function place(axis: Axis, at: number): string {
  return percent(shareOf(axis, at));
}

/** Of the axis' width, to what a screen can show. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
