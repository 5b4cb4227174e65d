import type {Observation} from '../../call/observation.js';
import type {World} from '../world.js';
import {foldApi} from './api.js';
import {touch} from './change.js';
import {foldReply, foldWebhook} from './webhook.js';

/**
 * Takes observations, in the order of their recording, into the World. Pure in what matters: the same observations give
 * the same World, live or replayed; no clock, no random number, no file. The new World shares its maps and its log with the
 * old one, so only the newest may be folded further.
 */
export function fold(world: World, observations: readonly Observation[]): World {
  const next = {...world, counts: {...world.counts}};
  for (const observation of observations) foldOne(next, observation);
  next.version += observations.length;
  next.due = earliest(next.index.watches);
  return next;
}

function foldOne(world: World, o: Observation): void {
  world.seq = Math.max(world.seq, o.seq);
  world.now = Math.max(world.now, o.at);
  switch (o.source) {
    case 'answer':
    case 'event':
    case 'fallback':
    case 'rtc':
      foldWebhook(world, o);
      break;
    case 'reply':
      foldReply(world, o);
      break;
    case 'api':
      foldApi(world, o);
      break;
    case 'health':
      world.health.set(o.conversation ? `${o.part}:${o.conversation}` : o.part, o);
      if (o.conversation) touch(world, o.conversation);
      break;
    case 'control':
      if (o.setup) world.setup = {...world.setup, ...o.setup};
      break;
    case 'tick':
      break;
  }
  for (const [leg, due] of world.index.watches) {
    // They stand in the order in which they are due.
    if (due > world.now) break;
    world.index.watches.delete(leg);
    const known = world.legs.get(leg);
    if (known) touch(world, known.conversation);
  }
}

function earliest(watches: ReadonlyMap<string, number>): number | undefined {
  const [first] = watches.values();
  return first;
}
