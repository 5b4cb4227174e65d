import type {RecordingSummary} from '../call/recording-summary.js';
import {chainsOf} from '../world/read/chains.js';
import {endingOf} from '../world/read/ending.js';
import {problemsOf} from '../world/read/problems.js';
import {callStatus, partiesOf} from '../world/read/state.js';
import type {Conversation, World} from '../world/world.js';

/** Pairs of parties that are named, and calls whose end is told. */
const MOST_PARTIES = 4;
const MOST_ENDINGS = 4;

/** Characters of what is told of an end. */
const LONGEST = 300;

/** Between them nothing is said of a party. */
export const NOBODY = '–';

/** What of a recording is known by counting, and not in the World. */
type Counted = Pick<RecordingSummary, 'startedAt' | 'endedAt' | 'observations'>;

/** A recording that has been folded into a World, in a few words. */
export function recordingSummary(world: World, counted: Counted): RecordingSummary {
  const chains = chainsOf(world);
  const parties = new Set<string>();
  const outcomes = new Map<string, number>();
  const problems = {error: 0, warning: 0, info: 0};
  for (const chain of chains) {
    const [first, last] = [chain[0] as Conversation, chain.at(-1) as Conversation];
    if (parties.size < MOST_PARTIES) parties.add(partiesText(world, first));
    const outcome = callStatus(world, last) ?? 'unknown';
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    for (const {severity} of chain.flatMap(each => problemsOf(world, each))) problems[severity] += 1;
  }
  return {
    ...counted,
    calls: chains.length,
    openCalls: chains.filter(chain => !chain.every(({over}) => over)).length,
    parties: [...parties],
    endings: chains
      .slice(0, MOST_ENDINGS)
      .map(chain => endingOf(world, chain.at(-1) as Conversation).slice(0, LONGEST)),
    outcomes: Object.fromEntries(outcomes),
    errors: problems.error,
    warnings: problems.warning,
  };
}

function partiesText(world: World, call: Conversation): string {
  const {from = NOBODY, to = NOBODY} = partiesOf(world, call);
  return `${from} → ${to}`;
}
