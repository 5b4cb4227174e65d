import {measureSocket, type Settled, type SocketMeasure} from '../../../source/media/measure/socket.js';
import {framesOf, type Sound} from '../../helpers/sound.js';

/** Something that happens on a socket at a time. */
export type Step = {at: number; do(measure: SocketMeasure, at: number): void};

/** 20 ms of samples. */
export const bytesOf = (rate: number) => (rate / 50) * 2;

/** What the caller says from a time on: each message is sent when it has been said. */
export function said(rate: number, sound: Sound, from = 0): Step[] {
  return framesOf(sound, bytesOf(rate)).map((frame, index) => ({
    at: from + (index + 1) * 20,
    do: (measure, at) => measure.audio('vonage', frame, at),
  }));
}

/** What the agent sends from a time on, `everyMs` apart: 0 for all at once. */
export function answered(rate: number, sound: Sound, from: number, everyMs = 20): Step[] {
  return framesOf(sound, bytesOf(rate)).map((frame, index) => ({
    at: from + index * everyMs,
    do: (measure, at) => measure.audio('application', frame, at),
  }));
}

/** Lets a conversation happen, and for two seconds nothing more; gives what was settled in it. */
export function measured(rate: number, steps: readonly Step[]) {
  const measure = measureSocket({rate});
  const settled: Settled[] = [];
  let at = 0;
  for (const step of [...steps].sort((a, b) => a.at - b.at)) {
    at = step.at;
    step.do(measure, at);
    settled.push(...measure.settled(at));
  }
  at += 2000;
  settled.push(...measure.settled(at));
  const turns = settled.flatMap(each => (each.kind === 'turn' ? [each.turn] : []));
  const bargeIns = settled.flatMap(each => (each.kind === 'barge-in' ? [each.bargeIn] : []));
  return {measure, turns, bargeIns, figures: measure.figures(at, true)};
}

/** The application sends `clear`; Vonage answers, where it does. */
export function cleared(at: number, answeredAt?: number): Step[] {
  const clear: Step = {at, do: (measure, now) => measure.clear(now)};
  return answeredAt === undefined ? [clear] : [clear, {at: answeredAt, do: (measure, now) => measure.cleared(now)}];
}

/** The application sends `notify`; it comes back, where it does. */
export function notified(key: string, at: number, backAt?: number): Step[] {
  const sent: Step = {at, do: (measure, now) => measure.notify(key, now)};
  return backAt === undefined ? [sent] : [sent, {at: backAt, do: (measure, now) => measure.notified(key, now)}];
}
