import {counted} from '../../text/counted.js';

/** `1 event`, `2 events`, `12,345 events`. */
export function countOf(count: number, what: string): string {
  return counted(count, what).replace(/^\d+/, digits => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}
