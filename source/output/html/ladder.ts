import {highest, lowest} from '../../call/extremes.js';
import {clip, printable, type Safe, safe, widthOf} from '../../text/printable.js';
import {clock, offset, span} from '../../text/time.js';
import {isAnswer, type LadderStep, type Lane, type Talk} from '../../world/read/ladder.js';
import {agreementSigns} from '../ladder/agreement.js';
import {short} from '../ladder/application.js';
import {phase} from '../ladder/drawing.js';
import {roleOf} from '../ladder/steps.js';
import {unheardText} from '../ladder/unheard.js';
import type {Role} from '../roles.js';
import {MOST} from './bounds.js';
import {type Html, html, svg} from './html.js';
import type {TakenCall} from './taken.js';
import {countOf} from './words.js';

/** px. A character is as wide as that at most in the type that the page sets the ladder in; `page` is as wide as the page at most. */
const SIZE = {character: 7, time: 180, narrowest: 170, widest: 250, head: 46, row: 22, edge: 74, page: 1182} as const;

/** Where each lane's line is, px; parties for whom there is no room have none. */
type Places = {
  lanes: readonly Lane[];
  x: ReadonlyMap<number, number>;
  vonage: number;
  application: number;
  /** From one line to the next. */
  lane: number;
  width: number;
};

/** Rows that are drawn, from the top on, and where each step begins. */
type Drawn = {parts: Html[]; starts: {at: number; y: number}[]; y: number};

type Look = {
  /** Names the event of a step, by its row of the log and its place among the steps. */
  idOf?: (row: number, place: number) => string;
  /** px that there are. */
  width?: number;
};

/** Who said what to whom, one line a party: the ladder of the screen and of the other reports as a picture. */
export function ladderPart(
  {ladder, bars}: TakenCall,
  number: number,
  {idOf = (_, i) => `call-${number}-event-${i + 1}`, width = SIZE.page}: Look = {},
): Html | undefined {
  const {lanes, steps} = ladder;
  if (steps.length === 0 || lanes.length < 3) return undefined;
  const places = placesOf(lanes, width);
  const start = steps[0]?.at ?? 0;
  const drawn: Drawn = {parts: [], starts: [], y: SIZE.head + 14};
  for (const [i, step] of steps.entries()) drawStep(drawn, places, step, {start, id: idOf(step.row, i)});
  const height = drawn.y + 8;
  const id = `call-${number}-ladder`;
  const hidden = lanes.length - places.x.size;
  return html`
<section class="part">
<h3 id="${id}">Ladder</h3>
<div class="wide" tabindex="0" role="group" aria-labelledby="${id}">
<svg class="ladder" role="img" aria-label="${`Who said what to whom, in ${countOf(steps.length, 'step')}; the events below say the same in words.`}" width="${places.width}" height="${height}" viewBox="0 0 ${places.width} ${height}">
${lanes.map((lane, i) => lifeline(lane, places.x.get(i), drawn, height))}
${lanes.map((lane, i) => head(lane, places, i, bars))}
${drawn.parts}</svg>
</div>
${hidden > 0 && html`<p class="left-out">${hidden} more ${hidden === 1 ? 'party has' : 'parties have'} no lane: what they said stands at Vonage, with the leg that it is of.</p>`}
</section>`;
}

function placesOf(lanes: readonly Lane[], width: number): Places {
  const shown = lanes.slice(0, MOST.lanes + 2);
  // What is said of a reply stands behind the application's line.
  const last = lanes.at(-1)?.kind === 'application' ? 1 : 0;
  const room = (width - SIZE.time - 2 * SIZE.edge) / (shown.length - 1 + last);
  const lane = Math.floor(Math.max(SIZE.narrowest, Math.min(SIZE.widest, room)));
  const at = (i: number) => SIZE.time + SIZE.edge + i * lane;
  const find = (kind: Lane['kind']) => at(lanes.findIndex(lane => lane.kind === kind));
  return {
    lanes,
    x: new Map(shown.map((_, i) => [i, at(i)])),
    vonage: find('vonage'),
    application: find('application'),
    lane,
    width: at(shown.length - 1 + last) + SIZE.edge,
  };
}

function head(lane: Lane, places: Places, i: number, bars: TakenCall['bars']): Html {
  const x = places.x.get(i);
  if (x === undefined) return svg``;
  if (lane.kind !== 'party') {
    return svg`<text class="name" x="${x}" y="16">${lane.kind === 'vonage' ? 'Vonage' : 'your app'}</text>\n`;
  }
  const [role, state] = bars.find(({leg}) => leg === lane.leg)?.state ?? ['dim', safe``];
  const room = Math.floor((places.lane - 8) / SIZE.character);
  return svg`<text class="name" x="${x}" y="16">${clip(printable(lane.name), room)}</text><text class="${role}" x="${x}" y="34">${lane.label} ${state}</text>\n`;
}

/** A lane's line, in the colour of what its leg does; dotted where it is not there. */
function lifeline(lane: Lane, x: number | undefined, {starts}: Drawn, bottom: number): Html {
  if (x === undefined) return svg``;
  const runs: {role: Role; from: number}[] = [];
  for (const {at, y} of starts) {
    const role = lane.kind === 'party' ? phase(lane.timings, at)[0] : 'border';
    if (runs.at(-1)?.role !== role) runs.push({role, from: runs.length === 0 ? SIZE.head : y});
  }
  return svg`${runs.map(({role, from}, i) => svg`<line class="life ${role}" x1="${x}" x2="${x}" y1="${from}" y2="${runs[i + 1]?.from ?? bottom}"/>`)}\n`;
}

type About = {start: number; id: string};

/** All rows of a step, in the order in which it came about: the talk before it, the signal, the webhook, what was answered. */
function drawStep(drawn: Drawn, places: Places, step: LadderStep, {start, id}: About): void {
  const {at, stamped, outOfOrder, signal, request, reply} = step;
  if (step.talk) drawn.parts.push(talk(drawn, places, step.talk));
  drawn.starts.push({at, y: drawn.y});
  const middle = drawn.y + SIZE.row / 2;
  const rows: Html[] = [
    svg`<text class="time${!stamped && ' dim'}" x="4" y="${middle + 4}">${clock(at)}</text><text class="since dim" x="${SIZE.time - 14}" y="${middle + 4}">${outOfOrder && '⇅ '}${offset(at - start)}</text>`,
  ];
  const next = () => {
    drawn.y += SIZE.row;
    return drawn.y - SIZE.row / 2;
  };
  if (signal) rows.push(drawSignal(places, step, signal, next()));
  if (request) rows.push(drawRequest(places, step, request, next()));
  if (!signal && !request)
    rows.push(note(places.vonage, next(), safe`${printable(step.text, 60)}${unheardText(step)}`, 'dim'));
  if (reply && (reply.ncco || isAnswer(step))) rows.push(drawReply(places, reply, next()));
  drawn.parts.push(svg`<g class="step${step.problem && ' problem'}" data-event="${id}">${rows}</g>\n`);
}

function drawSignal(places: Places, step: LadderStep, {lane, way}: NonNullable<LadderStep['signal']>, y: number): Html {
  const party = places.lanes[lane];
  const label = party?.kind === 'party' ? party.label : '';
  const x = places.x.get(lane);
  const text = safe`${printable(step.text, 60)}${step.request ? safe`` : unheardText(step)}`;
  const role = roleOf(step);
  if (x === undefined) return note(places.vonage, y, safe`${printable(label)} ${text}`, role);
  const [from, to] = way === 'to-party' ? [places.vonage, x] : [x, places.vonage];
  return svg`${arrow(places, from, to, y, text, role, way !== 'end')}${way === 'end' && svg`<text class="end ${role}" x="${x}" y="${y + 4}">×</text>`}`;
}

function drawRequest(places: Places, step: LadderStep, request: NonNullable<LadderStep['request']>, y: number): Html {
  const {vonage, application} = places;
  const {method, name, deliveries} = request;
  const times = deliveries > 1 ? safe` ×${deliveries}` : safe``;
  const text = safe`${method === 'GET' ? safe`GET` : safe`POST`} ${printable(short(name), 60)}${times}${agreementSigns(step)}`;
  const {reply} = step;
  const answered = reply && !reply.ncco && !isAnswer(step);
  const role = answered && reply.status >= 300 ? 'bad' : 'dim';
  return svg`${arrow(places, vonage, application, y, text, step.problem ? 'bad' : 'plain', true)}${answered && note(application, y, safe`${reply.status} in ${printable(span(reply.ms))}`, role)}`;
}

function drawReply(places: Places, reply: NonNullable<LadderStep['reply']>, y: number): Html {
  const {vonage, application, lane} = places;
  const {status, ms, ncco, byApplication} = reply;
  const text = ncco ? safe`${status} NCCO[${ncco.count}]` : safe`${status}`;
  const about = ncco?.actions.map(({text}) => text).join(' · ') ?? '';
  const room = Math.floor((lane - 16) / SIZE.character);
  const words = printable(`${byApplication ? 'app ' : ''}${span(ms)} ${about}`, 300);
  return svg`${arrow(places, application, vonage, y, text, status < 300 ? 'good' : 'bad', true)}${note(application, y, clip(words, room), 'dim')}`;
}

/** A text at a lane's line. */
function note(x: number, y: number, text: Safe, role: Role): Html {
  return svg`<text class="note ${role}" x="${x + 8}" y="${y + 4}">${text}</text>`;
}

/** A line with a text above its middle, as far as there is room between two neighbours. */
function arrow({lane}: Places, from: number, to: number, y: number, text: Safe, role: Role, hasHead: boolean): Html {
  const way = Math.sign(to - from);
  const room = Math.floor((Math.min(lane, Math.abs(to - from)) - 30) / SIZE.character);
  const shown = clip(text, room);
  const half = (widthOf(shown) * SIZE.character) / 2 + 4;
  // Where an arrow crosses other lines, to callees on the right, its text stands beside who it is about.
  const middle = Math.abs(to - from) > lane ? Math.max(from, to) - lane / 2 : (from + to) / 2;
  return svg`<path class="${role}" d="M${from + 4 * way} ${y}H${middle - half * way}M${middle + half * way} ${y}H${to - 4 * way}"/>${
    hasHead && svg`<path class="head ${role}" d="M${to - 3 * way} ${y}l${-8 * way} -4v8z"/>`
  }<text class="${role}" x="${middle}" y="${y + 4}"><title>${text}</title>${shown}</text>`;
}

/** A stretch of talk, across all who talked. */
function talk(drawn: Drawn, {x, vonage, lane}: Places, {lanes, from, to}: Talk): Html {
  const edges = [vonage, ...lanes.flatMap(lane => x.get(lane) ?? [])];
  const [left, right] = [lowest(edges), highest(edges)];
  drawn.starts.push({at: from, y: drawn.y});
  const y = drawn.y + 3;
  drawn.y += SIZE.row + 4;
  return svg`<g class="talk"><rect x="${left}" y="${y}" width="${Math.max(2, right - left)}" height="18" rx="3"/><text x="${(left + right) / 2}" y="${y + 13}">${right - left < 2 * lane ? 'talk' : 'talking'} ${span(to - from)}</text></g>\n`;
}
