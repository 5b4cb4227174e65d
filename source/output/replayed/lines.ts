import type {AnswerDifference} from '../../store/replayed/difference.js';
import type {Outcome, Replayed, Tally} from '../../store/replayed/replayed.js';
import {counted} from '../../text/counted.js';
import {fit, printable} from '../../text/printable.js';
import {clock, span} from '../../text/time.js';
import type {Paint, Tone} from '../text-line.js';

const tones: Readonly<Record<Outcome, Tone>> = {
  alike: 'good',
  different: 'bad',
  new: 'plain',
  unanswered: 'bad',
  unsent: 'warning',
};

const words: Readonly<Record<Outcome, string>> = {
  alike: 'alike',
  different: 'different',
  new: 'no answer was recorded',
  unanswered: 'no answer',
  unsent: 'not sent',
};

/** Differences of one answer that are shown. */
const MOST_SHOWN = 20;
/** Cells of what was asked for, of one value, and of a sentence. */
const WHAT = 42;
const MOST_CELLS = 160;
const SENTENCE = 400;

/** One webhook that was sent again: its answer beside the one of then, and below where they differ. */
export function replayedLines({at, outcome, differences, now, note, ...what}: Replayed, paint: Paint): string[] {
  const said = [now?.failure?.text, note].filter(text => text !== undefined);
  const head = [
    clock(at),
    fit(printable(whatText(what), MOST_CELLS), WHAT),
    answersText({...what, now}).padEnd(27),
    paint(tones[outcome], words[outcome]),
  ];
  const rest = differences.length - MOST_SHOWN;
  return [
    head.join('  '),
    ...said.map(text => `    ${printable(text, SENTENCE)}`),
    ...differences.slice(0, MOST_SHOWN).flatMap(each => differenceLines(each, paint)),
    ...(rest > 0 ? [`    … and ${rest} more`] : []),
  ];
}

/** `POST /webhooks/event ringing`. Contains text from outside. */
export function whatText({method, path, event}: Pick<Replayed, 'method' | 'path' | 'event'>): string {
  return [method, path, event].filter(Boolean).join(' ');
}

/** `200 → 500  38ms → 51ms`. Contains text from outside. */
export function answersText({before, now}: Pick<Replayed, 'before' | 'now'>): string {
  const status = [before ? String(before.failure ?? before.status) : '–', now?.raw ? String(now.raw.status) : '–'];
  const took = [before ? span(before.ms) : '–', now ? span(now.ms) : '–'];
  return `${printable(status.join(' → '), 24).padEnd(9)}  ${took.join(' → ')}`;
}

/** A difference with its sign: `-` as it was, `+` as it is now. */
export function differenceLines({what, place, kind, before, now}: AnswerDifference, paint: Paint): string[] {
  const name = [what, place].filter(Boolean).join(' ');
  const line = (sign: string, tone: Tone, value: string | undefined) =>
    value === undefined
      ? []
      : [paint(tone, `    ${sign} ${printable(name, MOST_CELLS)}  ${printable(value, MOST_CELLS)}`.trimEnd())];
  if (kind === 'moved') return line('~', 'warning', `is ${now} now`);
  return [...line('-', 'bad', before), ...line('+', 'good', now)];
}

type End = {place: string; tally: Tally; how: 'done' | 'stopped' | 'dead'; left: number; unsigned: number};

/** How it all went, in sentences. */
export function summaryLines({place, tally, how, left, unsigned}: End): string[] {
  const {alike, different, unanswered, unsent} = tally;
  const sent = alike + different + tally.new + unanswered;
  const parts = [
    alike > 0 && `${alike} answered alike`,
    different > 0 && `${different} differently`,
    tally.new > 0 && `${tally.new} with nothing to compare`,
    unanswered > 0 && `${unanswered} not answered`,
  ].filter(Boolean);
  return [
    `${counted(sent, 'webhook')} sent to ${printable(place)}${parts.length > 0 ? `: ${parts.join(', ')}` : ''}.`,
    ...(unsent > 0 ? [`${counted(unsent, 'webhook')} could not be sent, or ${were(unsent)} passed over.`] : []),
    ...(how === 'dead'
      ? [`Nobody answers at ${printable(place)}: the other ${counted(left, 'webhook')} ${were(left)} not tried.`]
      : []),
    ...(how === 'stopped' ? [`Stopped: ${counted(left, 'webhook')} ${were(left)} not sent.`] : []),
    ...(unsigned > 0
      ? [
          `${counted(unsigned, 'webhook')} went without ${unsigned === 1 ? 'its' : 'their'} signature, which is never recorded: --signature-secret signs again.`,
        ]
      : []),
  ];
}

const were = (count: number): string => (count === 1 ? 'was' : 'were');
