import {readMoment} from '../../filter/measure.js';
import type {Model} from '../model.js';
import {stayed} from '../moves.js';
import {chosenCall} from '../select.js';
import {momentAt, momentOf, type TimeLine, timeLineOf} from '../time-line.js';
import {type Moment, playSpeeds, type ViewState} from '../view-state.js';
import {yetInCall} from '../yet.js';
import {type Command, type CommandResult, chosenFrom, say} from './command.js';
import {keyFor} from './key-names.js';
import {timeOf} from './palette.js';

/** Events of a larger step. */
const LEAP = 10;

const isPast = ({view}: Model): boolean => view.moment !== undefined && view.overlay === undefined;

/** Back to a moment of the call and forth again: the whole screen shows what was known then, while everything goes on. */
export const timeLineCommands: readonly Command[] = [
  {
    id: 'event-back',
    keys: [','],
    label: 'back in time by an event: the whole screen as it was',
    unable,
    run: stepBy(-1),
  },
  {
    id: 'event-on',
    keys: ['.'],
    label: 'on in time by an event',
    hint: ['event', 1],
    unable,
    when: isPast,
    run: stepBy(1),
  },
  {id: 'events-back', keys: ['('], label: `back in time by ${LEAP} events`, unable, run: stepBy(-LEAP)},
  {id: 'events-on', keys: [')'], label: `on in time by ${LEAP} events`, unable, when: isPast, run: stepBy(LEAP)},
  {
    id: 'call-start',
    keys: ['0'],
    label: 'back in time to the first event of the call',
    unable,
    run: model => go(model, 1),
  },
  {
    id: 'play',
    keys: ['Space'],
    label: 'let time run on from the moment shown; again: stop',
    hint: [({view}) => (view.moment?.speed ? 'stop' : 'play'), 0.8],
    unable,
    when: isPast,
    run: play,
  },
  {
    id: 'play-speed',
    keys: ['x'],
    label: `how fast time runs: ${playSpeeds.map(speed => `×${speed}`).join(', ')}`,
    hint: ['speed', 3],
    when: isPast,
    argument: chosenFrom('[SPEED]', playSpeeds.map(String), (view, speed) => withSpeed(view, Number(speed))),
    run: nextSpeed,
  },
  {
    id: 'now',
    keys: ['G', 'End'],
    label: 'back to now; in an opened recording, to its end',
    hint: ['now', 0.9],
    when: isPast,
    run: toNow,
  },
  {
    id: 'at',
    keys: [],
    label: 'to a moment of the call: +12s, 12:04:11, or 40%',
    unable,
    argument: {name: 'TIME', run: goToTime},
    run: model => say(model, 'To which moment? :at +12s, :at 12:04:11, or :at 40%', 'good'),
  },
];

/** Where calls are read in the order in which they are looked at, the moments of one are none of the others. */
const BY_SUMMARIES =
  'Calls that are listed by their summaries cannot be taken back in time: attach with --conversation ID for that.';

function unable(model: Model): string | undefined {
  if (model.latest.summed.size > 0) return BY_SUMMARIES;
  return timeLineOf(model) ? undefined : `No event to go back to${yetInCall(model)}.`;
}

function stepBy(by: number) {
  return (model: Model): CommandResult => {
    const line = timeLineOf(model);
    if (!line) return {};
    const n = line.shown + by;
    if (n >= 1 || line.shown > 1) return n > line.rows.length ? toNow(model) : go(model, Math.max(1, n));
    return say(model, 'This is the first event of the call.', 'good');
  };
}

/** Behind the last event lies what came without one: that time alone has passed, or what the API said of members. */
function toNow({view}: Model): CommandResult {
  return {view: {...view, moment: undefined}};
}

/** To the moment at which the `n`-th event of the call has just arrived. */
function go(model: Model, n: number): CommandResult {
  const line = timeLineOf(model);
  return line ? {view: shownAt(model, momentOf(model, line, n))} : {};
}

/** A moment of the chosen call, which stays the chosen one where there is nothing of it yet. */
export function shownAt(model: Model, moment: Moment): ViewState {
  const isThere = chosenCall(model)?.id === timeLineOf(model)?.call.id;
  return {...(isThere ? stayed(model) : model.view), moment, paused: false, cleared: undefined};
}

/** Time runs on from the moment that is shown; from the end, it begins anew. */
function play(model: Model): CommandResult {
  const {view} = model;
  const line = timeLineOf(model);
  if (!line) return {};
  if (view.moment?.speed) return {view: {...view, moment: {...view.moment, speed: undefined}}};
  const speed = view.playSpeed;
  const from = view.moment ?? momentOf(model, line, 1);
  return {view: shownAt(model, {...from, speed})};
}

function withSpeed(view: ViewState, speed: number): ViewState {
  const {moment} = view;
  return {...view, playSpeed: speed, moment: moment && {...moment, speed: moment.speed && speed}};
}

function nextSpeed(model: Model): CommandResult {
  const at = playSpeeds.indexOf(model.view.playSpeed);
  const speed = playSpeeds[(at + 1) % playSpeeds.length] ?? 1;
  const view = withSpeed(model.view, speed);
  const how = view.moment?.speed
    ? `Time runs ×${speed}.`
    : `Time will run ×${speed}: ${keyFor(model, 'play')} starts it.`;
  return say({...model, view}, how, 'good');
}

function goToTime(model: Model, written: string): CommandResult {
  const line = timeLineOf(model);
  if (!line) return {};
  const at = timeIn(model, line, written.trim());
  if (at === undefined) return say(model, `${written} is no time: write +12s, 12:04:11, or 40%.`);
  const moment = momentAt(model.latest, Math.min(line.to, Math.max(line.from, at)));
  const view = shownAt(model, moment);
  if (at > line.to) return say({...model, view}, `The call ends before ${written}: this is its last event.`, 'good');
  return at < line.from
    ? say({...model, view}, `The call begins after ${written}: this is its first event.`, 'good')
    : {view};
}

/** ms since the epoch. A time since the start is counted from the first event's arrival, as on the line. */
function timeIn(model: Model, {from, to}: TimeLine, written: string): number | undefined {
  const share = /^(\d{1,3}(?:\.\d{1,3})?)%$/.exec(written)?.[1];
  if (share !== undefined) return from + ((to - from) * Math.min(100, Number(share))) / 100;
  const time = readMoment(written);
  if (!time) return undefined;
  if (time.of === 'sinceStart') return from + time.from;
  return time.of === 'at' ? time.from : timeOf(model, time);
}
