import {SUMMARIES} from '../../bus/summaries.js';
import type {BusReading} from './read.js';

/** So many messages take some seconds to be read. */
const MANY = 50_000;

/** What could spare somebody the reading of all that is on a bus; undefined where that is not much, or nobody counts its calls. */
export async function summariesHint({
  waiting,
  holds,
}: Pick<BusReading, 'waiting' | 'holds'>): Promise<string | undefined> {
  if (waiting < MANY) return undefined;
  const extent = await holds(SUMMARIES).catch(() => undefined);
  if (!extent || extent.last === 0) return undefined;
  return `${waiting.toLocaleString('en')} messages wait to be read: with --summaries the list of calls is there at once.`;
}
