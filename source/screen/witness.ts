import {type Safe, safe} from '../text/printable.js';
import {API, MEDIA, RTC, WEBHOOK} from '../world/event-log.js';
import {witnessBits} from '../world/read/history.js';
import type {World} from '../world/world.js';

const signs: Readonly<Record<number, Safe>> = {
  [WEBHOOK]: safe`W`,
  [RTC]: safe`R`,
  [API]: safe`A`,
  [MEDIA]: safe`M`,
  [WEBHOOK | API]: safe`=`,
  [WEBHOOK | RTC]: safe`=`,
  [RTC | API]: safe`=`,
  [WEBHOOK | RTC | API]: safe`≡`,
};

/** One cell: which of webhook (W), RTC webhook (R) API (A) and WebSocket (M) reported it; `=` two of them, `≡` all three. */
export function witnessSign(world: World, row: number): Safe {
  return signs[witnessBits(world, row)] ?? safe` `;
}
