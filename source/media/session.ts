import type {MediaEvent, Meter, Sender, Strip} from '../call/media.js';
import {letterOf, STRIP_MS} from '../call/strip.js';
import {rounded} from '../text/rounded.js';
import {type Levels, measureSocket, type SocketMeasure} from './measure/socket.js';
import {rateIn} from './rate.js';
import {commandIn, createAdmission, keptText, type SocketCommand} from './texts.js';
import type {WavWriter as AudioRecording} from './wav/record.js';

/** One socket while it is open: takes what passes, and tells what happens on it. `at` is when it passed, ms since the socket opened. */
export type SocketSession = {
  audio(from: Sender, bytes: Uint8Array, at: number): void;
  text(from: Sender, bytes: Buffer, at: number): void;
  /** One side has sent a close frame; 1005 where it has no code (RFC 6455, 7.4.1). */
  closing(from: Sender, code: number, reason: string, at: number): void;
  /** Tells what has become known by then; to be asked for every `STRIP_MS`. */
  settle(at: number): void;
  /** From now on nothing is known of what passes. */
  unreadable(text: string): void;
  /** The connection is over; `by` whoever let go of it first. */
  ended(by: Sender | 'monitor', reason?: string): void;
  /** What its meters show as of the last `settle`; undefined where no audio has passed. */
  levels(): Meter | undefined;
};

type Uses = {
  /** ms since it opened. */
  now(): number;
  emit(event: MediaEvent): void;
  /** `websocket:connected` came: what it says. */
  onConnected(fields: Record<string, unknown>): void;
  /** What the NCCO says that its audio is, where that is known. */
  contentType?: string;
  /** Begins to write the audio down, where somebody wants that. */
  record?(rate: number): AudioRecording;
};

/** ms between figures. */
const FIGURES_EVERY = 5000;

/** Letters of a strip, where a timer was late. */
const LONGEST_STRIP = 900;

/** Hz, where nobody says it: Vonage's guide to WebSockets. */
const USUAL_RATE = 16_000;

export function openSocketSession({now, emit: say, onConnected, contentType, record}: Uses): SocketSession {
  const emit = (event: MediaEvent): void => say(rounded(event));
  let measure: SocketMeasure | undefined;
  let closed: Extract<MediaEvent, {kind: 'close'}> | undefined;
  let isOver = false;
  let isReadable = true;
  let told = 0;
  /** Letters one by one: a text that grows by one at a time takes four times as much. */
  let drawn = {from: 0, vonage: [] as string[], application: [] as string[]};
  const admissions = {vonage: createAdmission(), application: createAdmission()};
  let recording: AudioRecording | undefined;
  let shown: Levels | undefined;
  function measured(declared?: number): SocketMeasure {
    if (measure) return measure;
    const rate = declared ?? rateIn(contentType) ?? USUAL_RATE;
    recording = record?.(rate);
    measure = measureSocket({rate});
    return measure;
  }

  const commands: Readonly<
    Record<Sender, Readonly<Record<string, (measure: SocketMeasure, at: number, command: SocketCommand) => void>>>
  > = {
    vonage: {
      'websocket:connected': (_, __, {fields}) => onConnected(fields),
      'websocket:cleared': (measure, at) => measure.cleared(at),
      'websocket:notify': (measure, at, {fields}) => measure.notified(JSON.stringify(fields.payload) ?? '', at),
    },
    application: {
      clear(measure, at) {
        measure.clear(at);
        recording?.clear(at);
      },
      notify: (measure, at, {fields}) => measure.notify(JSON.stringify(fields.payload) ?? '', at),
    },
  };

  function settle(at: number): void {
    if (!measure || isOver) return;
    for (const event of measure.settled(at)) emit(event);
    draw(measure, at);
    if (at - told < FIGURES_EVERY) return;
    told = at;
    emit({kind: 'figures', figures: {...measure.figures(at), strip: taken()}});
  }
  /** Letters up to now: what a late timer has missed is as loud as now. */
  function draw(measure: SocketMeasure, at: number): void {
    shown = measure.levels(at);
    const {vonage, application} = shown;
    const letters = Math.min(LONGEST_STRIP, Math.floor((at - drawn.from) / STRIP_MS));
    while (drawn.vonage.length < letters) {
      drawn.vonage.push(letterOf(vonage));
      drawn.application.push(letterOf(application));
    }
  }
  const strip = (): Strip => ({
    from: drawn.from,
    vonage: drawn.vonage.join(''),
    application: drawn.application.join(''),
  });
  function taken(): Strip {
    const taken = strip();
    drawn = {from: drawn.from + drawn.vonage.length * STRIP_MS, vonage: [], application: []};
    return taken;
  }

  return {
    settle,
    audio(from, bytes, at) {
      if (isOver) return;
      measured().audio(from, bytes, at);
      recording?.add(from, bytes, at);
    },
    text(from, bytes, at) {
      if (isOver) return;
      const {isKept, left} = admissions[from].admit(at);
      const body = bytes.toString('utf8');
      const command = commandIn(body);
      if (isKept) emit({kind: 'text', from, ...keptText(body, command), ...(left > 0 && {left})});
      const take = command && Object.hasOwn(commands[from], command.word) ? commands[from][command.word] : undefined;
      if (!command || !take) return;
      const declared = from === 'vonage' ? rateIn(command.fields['content-type']) : undefined;
      take(measured(declared), at, command);
    },
    closing(from, code, reason, at) {
      closed ??= {kind: 'close', by: from, code, ...(reason && {reason}), at};
    },
    unreadable(text) {
      if (isOver || !isReadable) return;
      isReadable = false;
      emit({kind: 'unreadable', text});
    },
    ended(by, reason) {
      if (isOver) return;
      const at = now();
      let unplayed = 0;
      if (measure) {
        for (const event of measure.settled(at)) emit(event);
        draw(measure, at);
        const figures = {...measure.figures(at, true), strip: taken()};
        unplayed = figures.queue.ahead;
        emit({kind: 'figures', figures});
        // What was still open when it closed: the last words, and who was interrupted then.
        for (const event of measure.end(at)) emit(event);
      }
      isOver = true;
      void recording?.close(at);
      const left = admissions.vonage.left() + admissions.application.left();
      emit({
        ...(closed ?? {kind: 'close', by, ...(reason && {reason}), at}),
        ...(unplayed > 0 && {unplayed}),
        ...(left > 0 && {left}),
      });
    },
    levels: () => shown && {...shown, strip: strip()},
  };
}

/** Measured to fractions of a sample; a recording has no use for more than thousandths. */
