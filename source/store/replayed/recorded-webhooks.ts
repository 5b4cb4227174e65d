import {HISTORY, RTC, WEBHOOK} from '../../world/event-log.js';
import {witnessesOf} from '../../world/fold/enter.js';
import {chainsOf} from '../../world/read/chains.js';
import type {Conversation, World} from '../../world/world.js';
import type {RecordedWebhook} from './replayed.js';

/** What told of a row of the stream where a webhook did, each delivery of it: a poll that told of the same may be among them. */
export function webhooksOfRow(world: World, row: number): RecordedWebhook[] {
  const {log} = world;
  return witnessesOf(world, row)
    .filter(each => log.has(each, WEBHOOK | RTC) && !log.has(each, HISTORY))
    .flatMap(each =>
      [log.seq[each] ?? 0, ...(log.more.get(each) ?? [])].map(seq => ({
        seq,
        at: log.arrived[each] ?? 0,
        reply: log.replyOf(each),
      })),
    );
}

/** The webhooks of a call, and of the conversations that it went through, in the order in which they came. */
export function webhooksOfCall(world: World, call: Conversation): RecordedWebhook[] {
  const chains = chainsOf(world).filter(chain => chain.includes(call));
  const rows = new Set((chains.length > 0 ? chains.flat() : [call]).flatMap(each => each.rows));
  const webhooks = new Map([...rows].flatMap(row => webhooksOfRow(world, row)).map(webhook => [webhook.seq, webhook]));
  return [...webhooks.values()].sort((a, b) => a.seq - b.seq);
}

/** What tells that webhooks of a row were sent again, by `seq`, the last one last. */
export function resentOfRow(world: World, row: number): number[] {
  if (world.resent.size === 0) return [];
  return webhooksOfRow(world, row).flatMap(({seq}) => world.resent.get(seq) ?? []);
}
