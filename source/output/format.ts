import type {TimeMode} from '../store/view-state.js';
import {fit, printable, type Safe, safe} from '../text/printable.js';
import {offset, span as spanText} from '../text/time.js';

/** A time of day with milliseconds: `12:04:01.131`. */
export function clock(ms: number, utc = false): Safe {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return safe`--:--:--.---`;
  const parts = utc
    ? [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds(), date.getUTCMilliseconds()]
    : [date.getHours(), date.getMinutes(), date.getSeconds(), date.getMilliseconds()];
  const [h = 0, m = 0, s = 0, milli = 0] = parts;
  return printable(`${two(h)}:${two(m)}:${two(s)}.${String(milli).padStart(3, '0')}`);
}

const two = (n: number) => String(n).padStart(2, '0');

/** A running time: `00:42`, `12:07`, `1:02:03`. */
export function running(ms: number): Safe {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return printable(hours > 0 ? `${hours}:${rest}` : rest);
}

/** The same in five cells, as long as four days: `00:42`, `12:07`, `1h02m`, `26h02`. */
export function runningShort(ms: number): Safe {
  const minutes = Math.floor(ms / 60_000);
  if (minutes < 60) return running(ms);
  const hours = Math.floor(minutes / 60);
  return printable(`${hours}h${two(minutes % 60)}${hours < 10 ? 'm' : ''}`);
}

/** A span in the unit that reads best: `38ms`, `2.1s`, `5m00s`. */
export function span(ms: number | undefined): Safe {
  return ms === undefined ? safe`–` : printable(spanText(ms));
}

/** A span at a round distance, without what is zero: `0s`, `90s`, `5m`, `2m30s`, `1h30m`. */
export function roundSpan(ms: number): Safe {
  const seconds = Math.round(ms / 1000);
  if (seconds < 120) return safe`${seconds}s`;
  const rest = seconds % 60;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 120) return printable(rest === 0 ? `${minutes}m` : `${minutes}m${rest}s`);
  return printable(`${Math.floor(minutes / 60)}h${minutes % 60 === 0 ? '' : `${minutes % 60}m`}`);
}

/** How long ago, in steps so coarse that a screen on which nothing happens stands still: `3s`, `20s`, `5m`, `2h`. */
export function age(ms: number): Safe {
  const past = Math.max(0, Math.floor(ms / 1000));
  if (past < 10) return safe`${past}s`;
  if (past < 60) return safe`${Math.floor(past / 10) * 10}s`;
  return past < 3600 ? safe`${Math.floor(past / 60)}m` : safe`${Math.floor(past / 3600)}h`;
}

/** Seconds with one digit, and what is longer in as many cells: `0.2`, `11.3`, `5m00`, `26h`. */
export function seconds(ms: number | undefined): Safe {
  if (ms === undefined) return safe`–`;
  const [whole, minutes, hours] = [Math.round(ms / 1000), Math.floor(ms / 60_000), Math.floor(ms / 3_600_000)];
  if (ms < 99_950) return printable((Math.max(0, ms) / 1000).toFixed(1));
  if (whole < 600) return printable(`${Math.floor(whole / 60)}m${two(whole % 60)}`);
  if (minutes < 100) return printable(`${minutes}m`);
  return printable(hours < 100 ? `${hours}h` : `${Math.floor(hours / 24)}d`);
}

/** The time column of the stream, 12 cells: clock, UTC, since the call's start, or since the row before. */
export function stamp(mode: TimeMode, at: number, start: number, previous: number | undefined): Safe {
  if (mode === 'clock' || mode === 'utc') return clock(at, mode === 'utc');
  const from = mode === 'start' ? start : (previous ?? at);
  return fit(printable(offset(at - from)), 12, {align: 'right'});
}

/** An id cut to what tells it apart: `CON-bc64`, `797168e2`, `MEM-f44c`. */
export function short(id: string): Safe {
  return printable(/^(CON|MEM|USR|NAM)-/.test(id) ? id.slice(0, 8) : id.slice(0, 8));
}
