import {replyLimitMs} from '../../call/reply-limits.js';
import type {Conversation, PendingWebhook, World} from '../world.js';
import {nameOf} from './event-view.js';
import {isNccoDue} from './ncco-due.js';
import {stateOf} from './state.js';

/** A webhook whose reply says how the call goes on, and that has none yet: what it is, and how long the application has had. */
export type Wait = {conversation: string; webhook: string; ms: number; limitMs: number};

/** What Vonage waits for at this moment, the longest wait first; what it has given up waiting for is not among them. */
export function waitsOf(world: World, now = world.now): Wait[] {
  return [...world.index.replies.values()].flatMap(asked => waitOf(world, asked, now) ?? []);
}

/** What the call waits for, if anything: the application is thinking, and nobody's phone rings. */
export function waitOfCall(world: World, {id}: Conversation, now = world.now): Wait | undefined {
  for (const asked of world.index.replies.values())
    if (world.log.conversationOf(asked.row) === id) {
      const wait = waitOf(world, asked, now);
      if (wait) return wait;
    }
  return undefined;
}

function waitOf(world: World, {row, at, route}: PendingWebhook, now: number): Wait | undefined {
  // A recording may hold no replies at all.
  if (!world.index.hasReplies && world.setup?.url === undefined) return undefined;
  const limitMs = replyLimitMs[route];
  const ms = Math.max(0, now - at);
  const conversation = world.conversations.get(world.log.conversationOf(row));
  if (ms >= limitMs || !conversation || stateOf(conversation) === 'ended' || !isNccoDue(world, row)) return undefined;
  return {conversation: conversation.id, webhook: nameOf(world.log, row), ms, limitMs};
}

/** `Waiting for your application's NCCO: 2.0 s of 5.0 s` */
export function waitText(wait: Wait): string {
  const what = wait.webhook === 'answer' ? 'NCCO' : `answer to the ${wait.webhook} webhook`;
  return `Waiting for your application's ${what}: ${waitSpan(wait)}`;
}

/** `2.0 s of 5.0 s` */
export const waitSpan = ({ms, limitMs}: Wait): string => `${spent(ms)} of ${spent(limitMs)}`;

/** With its tenths also where they are none, for it counts up. */
const spent = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
