import type {AnswerDifference, Outcome} from '../../call/answer-difference.js';
import type {Ended, Replayed, Tally} from '../../store/replayed/replayed.js';
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

export const words: Readonly<Record<Outcome, string>> = {
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

type End = {place: string; tally: Tally; ended: Ended; unsigned: number};

/** How it all went, in sentences. Contains text from outside. */
export function summaryLines({place, tally, ended, unsigned}: End): string[] {
  const sent = tally.alike + tally.different + tally.new + tally.unanswered;
  const text = tallyText(tally);
  return [
    `${counted(sent, 'webhook')} sent to ${place}${text === '' ? '' : `: ${text}`}.`,
    ...(tally.unsent > 0
      ? [`${counted(tally.unsent, 'webhook')} could not be sent, or ${were(tally.unsent)} passed over.`]
      : []),
    ...(ended.how === 'done' ? [] : [endText(place, ended)]),
    ...(unsigned > 0
      ? [
          `${counted(unsigned, 'webhook')} went without ${unsigned === 1 ? 'its' : 'their'} signature, which is never recorded: --signature-secret signs again.`,
        ]
      : []),
  ].map(line => printable(line, SENTENCE));
}

/** `11 answered alike, 1 differently`. */
export function tallyText({alike, different, unanswered, ...tally}: Tally): string {
  const parts = [
    alike > 0 && `${alike} answered alike`,
    different > 0 && `${different} differently`,
    tally.new > 0 && `${tally.new} with nothing to compare`,
    unanswered > 0 && `${unanswered} not answered`,
  ];
  return parts.filter(Boolean).join(', ');
}

/** Why no more is sent. Contains text from outside. */
export function endText(place: string, {how, left, why}: Ended): string {
  if (how === 'done') return 'All webhooks were sent.';
  if (how === 'dead')
    return `Nobody answers at ${place}: the other ${counted(left, 'webhook')} ${were(left)} not tried.`;
  return `Stopped: ${counted(left, 'webhook')} ${were(left)} not sent.${why === undefined ? '' : ` ${why}`}`;
}

const were = (count: number): string => (count === 1 ? 'was' : 'were');
