import type {Observation} from '../../source/call/observation.js';

/** What each of two listeners saw, by which of them a webhook came to; a reply is where its webhook is. */
export function halves(all: readonly Observation[], toSecond: readonly boolean[]) {
  const isSecond = (o: Observation) => toSecond[(o.source === 'reply' ? o.to : o.seq) % toSecond.length] === true;
  return [all.filter(o => !isSecond(o)), all.filter(isSecond)] as const;
}
