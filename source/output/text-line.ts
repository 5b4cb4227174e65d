import {type Status, statuses} from '../call/status.js';
import {printable, widthOf} from '../text/printable.js';
import {clock, span} from '../text/time.js';
import {differencesOf} from '../world/read/agreement.js';
import {delayBetween} from '../world/read/delay.js';
import {type EventView, eventView, legLabel, nameOf} from '../world/read/event-view.js';
import {saidOf} from '../world/read/problems.js';
import {socketToName} from '../world/read/sockets.js';
import {timingsOf} from '../world/read/timings.js';
import type {Conversation, Leg, Witness, World} from '../world/world.js';
import type {News} from './news.js';
import {socketName} from './socket-name.js';
import {summaryOf} from './summary.js';

/** What a piece of a line is, for whoever wants to colour it. */
export type Tone = 'good' | 'bad' | 'warning' | 'quiet' | 'plain';
export type Paint = (tone: Tone, text: string) => string;

/** Which words a line for people has, by what it is about; undefined where there is nothing to say. */
type Words<K extends News['kind']> = (
  world: World,
  news: Extract<News, {kind: K}>,
  paint: Paint,
) => (string | undefined)[] | undefined;

const words: {[K in News['kind']]: Words<K>} = {
  event: (world, {conversation, row}, paint) =>
    eventWords(world, conversation, eventView(world, conversation, row), paint),

  witness(world, {conversation, at, by, rows}, paint) {
    const said = rows.slice(0, MOST_SAID).map(row => {
      const {leg, type} = eventView(world, conversation, row);
      return [legLabel(world, leg), shown(type, 60), disagreement(world, row)].filter(Boolean).join(' ');
    });
    const rest = rows.length - said.length;
    if (rest > 0) said.push(`${rest} more`);
    return [
      ...place(world, conversation, at, undefined),
      paint('quiet', `${'also'.padEnd(9)} ${letters[by].padEnd(3)} ${said.join(', ')}`),
    ];
  },

  reply(world, {conversation, row, reply}, paint) {
    // A 200 to an event webhook says nothing; what an answer webhook got decides what the caller hears.
    const type = nameOf(world.log, row);
    if (type !== 'answer' && type !== 'fallback' && reply.raw.status < 300) return undefined;
    const ok = reply.raw.status < 300 && reply.failure === undefined;
    return [
      ...place(world, conversation, reply.at, eventView(world, conversation, row).leg),
      paint(ok ? 'plain' : 'bad', 'reply'.padEnd(9)),
      `${reply.raw.status} to the ${type} webhook by the ${reply.by} in ${span(reply.ms)}`,
    ];
  },

  problem(world, {conversation, problem}, paint) {
    const {at, leg, code, severity, advice} = problem;
    return [
      ...place(world, conversation, at, leg),
      paint(severity === 'error' ? 'bad' : 'warning', 'PROBLEM'),
      code,
      shown(saidOf(problem), MOST_CELLS),
      advice && shown(advice, MOST_CELLS),
    ];
  },

  end(world, {conversation}, paint) {
    const {ok, at, legs, talkMs, cost, turns, p50Ms, problems, verdict} = summaryOf(world, conversation);
    return [
      clock(at),
      call(conversation),
      paint(ok ? 'good' : 'bad', 'END'),
      `ok=${ok}`,
      `legs=${legs}`,
      talkMs === undefined ? undefined : `talk=${span(talkMs)}`,
      cost === undefined ? undefined : `cost=${cost}EUR`,
      turns === undefined ? undefined : `turns=${turns}`,
      p50Ms === undefined ? undefined : `p50=${span(p50Ms)}`,
      `problems=${problems}`,
      shown(verdict, MOST_CELLS),
    ];
  },

  health(_, {health}, paint) {
    const tone = health.state === 'failing' ? 'bad' : health.state === 'ok' ? 'plain' : 'quiet';
    return [clock(health.at), paint(tone, `${health.part} ${health.state}:`), shown(health.text, MOST_CELLS)];
  },

  start(_, {at, setup}) {
    const {version, url, answer, applicationId, simulated} = setup;
    return [
      clock(at),
      `convo-monitor ${shown(version)}`,
      url === undefined ? 'listens nowhere' : `listens at ${shown(url)}`,
      answer === undefined ? undefined : `· answers calls with ${shown(answer, MOST_CELLS)}`,
      applicationId === undefined ? undefined : `· application ${shown(applicationId)}`,
      simulated ? '· simulated Vonage' : undefined,
    ];
  },

  replay(world, {conversation, row, at, resent}, paint) {
    const {leg, type} = eventView(world, conversation, row);
    const {status, failure, ms, outcome = 'new'} = resent;
    const tone = outcome === 'alike' || outcome === 'new' ? 'plain' : 'bad';
    const answer = shown(String(status ?? failure?.code ?? 'no answer'), 40);
    const compared = outcome === 'alike' || outcome === 'different' ? `, ${outcome}` : '';
    return [
      ...place(world, conversation, at, leg),
      paint(tone, 'replay'.padEnd(9)),
      `${shown(type, 60)} sent to the application again: ${answer} in ${span(ms)}${compared}`,
    ];
  },

  note(world, {conversation, row, at, text}, paint) {
    const {leg, type} = eventView(world, conversation, row);
    const said = text === '' ? 'the note is taken away' : `“${shown(text, MOST_CELLS)}”`;
    return [...place(world, conversation, at, leg), paint('plain', 'note'.padEnd(9)), `${shown(type, 60)}: ${said}`];
  },

  leg: () => undefined,
  member: () => undefined,
};

/** Events that a late witness is quoted with. */
const MOST_SAID = 8;

/** Cells that a sentence may take: long enough for ours, and a bound for what came from outside. */
const MOST_CELLS = 400;

/**
 * A line for people. Everything that came from outside is made printable; nothing but `paint` adds an escape sequence.
 * Undefined for news that only programs get.
 */
export function textLine(world: World, news: News, paint: Paint): string | undefined {
  const write = words[news.kind] as Words<News['kind']>;
  return write(world, news, paint)
    ?.filter(word => word !== undefined && word !== '')
    .join(' ')
    .trimEnd();
}

function eventWords(world: World, conversation: Conversation, view: EventView, paint: Paint): (string | undefined)[] {
  const {status, note, outOfOrder, witnesses, stamped, signature} = view;
  const leg = view.leg === undefined ? undefined : world.legs.get(view.leg);
  const type = padded(shown(view.type, 60), 9);
  const socket = socketToName(world, conversation, view.row);
  const details = [
    padded(witnesses.map(name => letters[name]).join('+'), 3),
    ...(leg && status ? (detailOf[status]?.(leg, timings(world, leg)) ?? []) : []),
    view.comment && `“${shown(view.comment, 120)}”`,
    note && shown(note, 120),
    socket && `of ${shown(socketName(socket), 120)}`,
    signature,
    disagreement(world, view.row),
    outOfOrder && 'out-of-order',
  ].filter(Boolean);
  return [
    ...place(world, conversation, view.at, view.leg),
    paint(toneOf(view), type),
    padded(details.join('  '), LAG_COLUMN - widthOf(type)),
    stamped ? paint('quiet', lag(view)) : undefined,
  ];
}

/** `≠to,at`: what the witnesses of an event say differently. */
function disagreement(world: World, row: number): string | undefined {
  const fields = differencesOf(world, row).map(({field}) => field);
  return fields.length === 0 ? undefined : `≠${fields.join(',')}`;
}

/** Cells from the type on, after which the lag stands, as long as there is room. */
const LAG_COLUMN = 48;

const letters: Record<Witness, string> = {webhook: 'W', rtc: 'R', api: 'A', media: 'M'};

type Detail = (leg: Leg, spans: Spans) => (string | undefined)[];

const unhappy: Detail = (leg, {ring}) => [
  ring,
  leg.sipCode === undefined || leg.sipCode < 300 ? undefined : `sip=${leg.sipCode}`,
];

/** What is worth saying of a leg when it gets there. */
const detailOf: Readonly<Partial<Record<Status, Detail>>> = {
  started: leg => [parties(leg)],
  ringing: (_, {postDial}) => [postDial],
  answered: (_, {ring, postDial}) => [ring ?? postDial],
  completed: (leg, {talk}) => [
    talk,
    leg.price && `price=${shown(leg.price, 20)}EUR`,
    leg.disconnectedBy && `by=${shown(leg.disconnectedBy, 20)}`,
  ],
  busy: unhappy,
  cancelled: unhappy,
  timeout: unhappy,
  unanswered: unhappy,
  failed: unhappy,
  rejected: unhappy,
};

type Spans = {postDial?: string; ring?: string; talk?: string};

function timings(world: World, leg: Leg): Spans {
  const {postDialMs, ringMs, talkMs} = timingsOf(world, leg);
  const named = (name: string, ms: number | undefined) => (ms === undefined ? undefined : `${name}=${span(ms)}`);
  return {postDial: named('pdd', postDialMs), ring: named('ring', ringMs), talk: named('talk', talkMs)};
}

function parties({direction, from, to}: Leg): string {
  const way = direction === undefined ? '' : direction === 'inbound' ? 'in  ' : 'out ';
  return `${way}${shown(from ?? '?', 40)} -> ${shown(to ?? '?', 40)}`;
}

/** From Vonage's stamp to the first arrival; `–` where they are of two times. A negative one says that the two clocks differ. */
function lag({witnesses, at, arrivedAt}: EventView): string {
  const by = witnesses[0] === 'webhook' ? 'hook' : (witnesses[0] ?? 'hook');
  const delay = delayBetween(at, arrivedAt);
  return `${by}=${delay === undefined ? '–' : span(delay)}`;
}

function toneOf({status, problem}: EventView): Tone {
  if (problem) return 'bad';
  const phase = status && statuses[status].phase;
  return phase === 'talking' ? 'good' : phase === 'ended' ? 'quiet' : 'plain';
}

/** When, which call, which leg. */
function place(world: World, conversation: Conversation, at: number, leg: string | undefined): string[] {
  return [clock(at), call(conversation), (legLabel(world, leg) ?? '–').padEnd(2)];
}

/** Enough of a conversation's id to tell calls apart. */
function call({id}: Conversation): string {
  return id === '' ? '–       ' : shown(id.slice(0, 8)).padEnd(8);
}

function shown(text: string, cells = 80): string {
  return printable(text, cells);
}

function padded(text: string, cells: number): string {
  return text + ' '.repeat(Math.max(0, cells - widthOf(text)));
}
