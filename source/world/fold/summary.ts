import type {Summed} from '../../call/summed.js';
import type {World} from '../world.js';
import {indexFor, newConversation} from './change.js';

/** Calls that are known by summaries alone: the newest of more. 3 kB each. */
export const MOST_SUMMED = 20_000;

/** What a summary says takes the place of what the one before said. Costs the same however many there are. */
export function foldSummary(world: World, said: Summed): void {
  const {summed} = world;
  const id = said.conversation;
  const {startedAt, lastAt, name, over} = said;
  summed.set(id, {
    ...newConversation(id, indexFor(world, id), startedAt),
    version: (summed.get(id)?.version ?? 0) + 1,
    displayName: name,
    lastSeenAt: lastAt,
    over,
    summed: said,
  });
  const [oldest] = summed.size > MOST_SUMMED ? summed.keys() : [];
  if (oldest !== undefined) summed.delete(oldest);
}
