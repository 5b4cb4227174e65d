import {fold} from '../../source/world/fold.js';
import type {Draft, Observation} from '../../source/world/observation.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {answerDraft, apiDraft, eventDraft, observe, sample, tableWebhooks} from '../helpers/seed.js';

/** The seed's call as the monitor would record it: webhooks, the polls of a moment before its end, and its being gone. */
export function seedObservations(): Observation[] {
  const [started, ringing, out, outRinging, outAnswered, answered, ...completed] = tableWebhooks().map(eventDraft);
  const before = [started, ringing, answerDraft, out, outRinging, outAnswered, answered].filter(d => d !== undefined);
  const polls = [
    apiDraft('conversation', sample('conversation/seed-conversation-v0.3.json')),
    apiDraft('members', sample('conversation/seed-members-list.json')),
    apiDraft('member', sample('conversation/seed-member-1.json')),
    apiDraft('member', sample('conversation/seed-member-2.json')),
    apiDraft('events', sample('conversation/seed-events.json')),
  ];
  const gone = apiDraft('conversation', sample('conversation/error-v0.3-404-conversation.json'), 404);
  return observe([...before, ...polls, ...completed, gone]);
}

/** Reads observations back as the recording would. */
export function payloadOf(observations: readonly Observation[]): (seq: number) => Promise<Observation | undefined> {
  return async seq => observations.find(each => each.seq === seq);
}

export function worldOf(observations: readonly Observation[]): World {
  return fold(emptyWorld(), observations);
}

/** Gives drafts a place and a time, one every 10 ms from 09:40 on. */
export function arrive(drafts: readonly Draft[], start = Date.UTC(2018, 9, 25, 9, 40)): Observation[] {
  return drafts.map((draft, i) => ({...draft, seq: i + 1, at: start + 10 * i}) as Observation);
}
