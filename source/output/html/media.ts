import {span} from '../../text/time.js';
import {roundTimes} from '../../world/read/axis.js';
import {roundSpan} from '../format.js';
import {tables} from '../report-rows.js';
import {type Html, html, svg} from './html.js';
import {tableOf} from './table.js';
import type {Heard, TakenCall} from './taken.js';

/** The WebSockets of a call: how loud both sides were over time, with the turns, and the figures as tables. */
export function mediaPart({call, media}: TakenCall, id: string): Html[] {
  return [
    tableOf(tables.sockets(call), `${id}-sockets`),
    levelsPart(media, `${id}-levels`),
    tableOf(tables.audio(call), `${id}-audio`),
    tableOf(tables.turns(call), `${id}-turns`),
  ].filter(each => each !== undefined);
}

function levelsPart(media: readonly Heard[], id: string): Html | undefined {
  if (media.length === 0) return undefined;
  return html`
<section class="part">
<h3 id="${id}">Levels of WebSockets</h3>
<div class="wide" tabindex="0" role="group" aria-labelledby="${id}">
<div class="bars">
${media.map(heardLines)}</div>
</div>
<p class="key"><span class="ringing">caller</span> <span class="talking">agent</span> <span class="dim">times are those of turns, from the caller’s last word to the agent’s first; × is an interruption</span></p>
</section>`;
}

function heardLines(heard: Heard): Html {
  const {label, name, to, turns, bargeIns, levels} = heard;
  const who = label === undefined ? html`<span class="party" title="${name}">${name}</span>` : html`<b>${label}</b>`;
  const said = `${label ?? name}: ${span(to)}, ${turns.length} ${turns.length === 1 ? 'turn' : 'turns'}, ${bargeIns.length} interrupted`;
  return html`<div class="line axis"><span class="who">${who}</span><svg aria-hidden="true" height="18">${ticks(to)}</svg></div>
<div class="line"><span class="who">caller</span><svg class="ringing" role="img" aria-label="${said}" height="28">${levelBoxes(levels.vonage)}</svg></div>
<div class="line"><span class="who">agent</span><svg class="talking" aria-hidden="true" height="42">${levelBoxes(levels.application)}${signs(heard)}</svg></div>
`;
}

function ticks(to: number): Html[] {
  return roundTimes(to, 0.1).map(
    ms =>
      svg`<line x1="${percent(ms / to)}" x2="${percent(ms / to)}" y1="13" y2="18"/><text x="${percent(ms / to)}" y="10">${roundSpan(ms)}</text>`,
  );
}

const HEIGHT = 26;

/** Equal levels beside each other are one box; silence is none. */
function levelBoxes(levels: readonly number[]): Html[] {
  const steps = levels.map(level => Math.round(level * HEIGHT));
  const boxes: Html[] = [];
  for (let from = 0; from < steps.length; ) {
    const height = steps[from] ?? 0;
    let to = from + 1;
    while (to < steps.length && steps[to] === height) to++;
    if (height > 0)
      boxes.push(
        svg`<rect x="${percent(from / steps.length)}" y="${HEIGHT + 1 - height}" width="${percent((to - from) / steps.length)}" height="${height}"/>`,
      );
    from = to;
  }
  return boxes;
}

/** Characters that fit beside each other on the narrowest axis. */
const CHARACTERS = 90;

function signs({to, turns, bargeIns}: Heard): Html[] {
  const all = [
    ...turns.map(({at, latency}) => ({at, text: span(latency)})),
    ...bargeIns.map(at => ({at, text: '×'})),
  ].sort((a, b) => a.at - b.at);
  let free = 0;
  return all.flatMap(({at, text}) => {
    const x = Math.max(0, Math.min(1, at / to));
    if (x < free) return [];
    free = x + (text.length + 1) / CHARACTERS;
    return [
      svg`<text class="mark${x > 0.9 && ' end'}" text-anchor="${x > 0.9 ? 'end' : 'start'}" x="${percent(x)}" y="39">${text}</text>`,
    ];
  });
}

/** Of the axis' width, to what a screen can show. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(2))}%`;
}
