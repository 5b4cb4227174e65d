import {duration} from '../call/duration.js';
import type {BusVitals} from './vitals.js';

/** What waits for so long, ms, is behind: an acknowledgement takes a few. */
const BEHIND = 1000;

/** Whether the bus has what it is to have. */
export function busIs({state, behind, oldestAt}: BusVitals, now: number): 'ok' | 'behind' | 'down' | 'connecting' {
  if (state !== 'ok') return state;
  return behind > 0 && oldestAt !== undefined && now - oldestAt > BEHIND ? 'behind' : 'ok';
}

/** How the publishing goes, in a few words: `ok 3 ms`, `behind 1,240 (12 s)`, `down 40 s, recording goes on`. */
export function busText(bus: BusVitals, now: number): string {
  const {since, ms, behind, oldestAt = now} = bus;
  const is = busIs(bus, now);
  if (is === 'ok') return ms === undefined ? 'ok' : `ok ${Math.max(1, Math.round(ms))} ms`;
  if (is === 'behind') return `behind ${behind.toLocaleString('en')} (${seconds(now - oldestAt)})`;
  if (is === 'down') return `down ${seconds(now - since)}, recording goes on`;
  return 'connecting';
}

/** No finer than a second: what changes all the time is not read. */
const seconds = (ms: number): string => duration(Math.max(1000, Math.round(ms / 1000) * 1000));
