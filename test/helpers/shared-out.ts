import {isWebhook, type Observation} from '../../source/call/observation.js';

/** A recording of its own: numbered from 1, with replies to its own webhooks. */
export function alone(some: readonly Observation[]): Observation[] {
  const places = new Map(some.map(({seq}, i) => [seq, i + 1]));
  return some.map(o => ({...o, seq: places.get(o.seq) ?? 0, ...(o.source === 'reply' && {to: places.get(o.to) ?? 0})}));
}

/** What each of two listeners records where webhooks go to them in turns; a reply is where its webhook is. */
export function inTurns(all: readonly Observation[]): [Observation[], Observation[]] {
  const webhooks = all.filter(isWebhook).map(({seq}) => seq);
  const isSecond = new Set(webhooks.filter((_, i) => i % 2 === 1));
  const whose = (o: Observation): boolean => isSecond.has(o.source === 'reply' ? o.to : o.seq);
  return [alone(all.filter(o => !whose(o))), alone(all.filter(whose))];
}
