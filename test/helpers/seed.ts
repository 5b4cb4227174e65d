import {readFileSync} from 'node:fs';
import type {Draft, Observation} from '../../source/call/observation.js';

/** Reads a payload of test/samples. */
export function sample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../samples/${name}`, import.meta.url), 'utf8'));
}

export const CALL = 'CON-bc643220-2542-499a-892e-c982c4150c06';
export const ALICE = {leg: '797168e24c19a3c45e74e05b10fef2b5', member: 'MEM-f44c872e-cba9-444f-88ae-0bfa630865a6'};
export const BOB = {leg: '30cecc87-7ac9-4d03-910a-e9d69558263c', member: 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b'};

/** An event webhook as Vonage posts it. */
export function eventDraft(body: Record<string, unknown>): Draft {
  const raw = {
    method: 'POST',
    path: '/webhooks/event',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  };
  return {source: 'event', raw};
}

export function rtcDraft(body: Record<string, unknown>): Draft {
  const raw = {
    method: 'POST',
    path: '/webhooks/rtc',
    headers: {'content-type': 'application/json'},
    body: JSON.stringify(body),
  };
  return {source: 'rtc', raw};
}

export function apiDraft(
  kind: 'conversation' | 'members' | 'member' | 'events' | 'calls',
  body: unknown,
  status = 200,
): Draft {
  const raw = {status, headers: {}, body: JSON.stringify(body)};
  return {source: 'api', request: {kind, conversation: CALL, path: `/v0.3/conversations/${CALL}`}, ms: 5, raw};
}

/** The answer webhook of the seed's call. */
export const answerDraft: Draft = {
  source: 'answer',
  raw: {
    method: 'GET',
    path: `/webhooks/answer?${new URLSearchParams({
      to: '447700000002',
      from: '447700000001',
      conversation_uuid: CALL,
      uuid: ALICE.leg,
    })}`,
    headers: {},
    body: '',
  },
};

type TableRow = {timestamp: string; direction: string; from: string; to: string; status: string};

/** The eight event webhooks of the concept page's table, as bodies. */
export function tableWebhooks(): Record<string, unknown>[] {
  return (sample('conversation/seed-event-webhook-timeline.json') as TableRow[])
    .filter(row => row.status !== 'N/A')
    .map(({timestamp, direction, from, to, status}) => ({
      headers: {},
      from,
      to,
      uuid: direction === 'Inbound' ? ALICE.leg : BOB.leg,
      conversation_uuid: CALL,
      status,
      direction: direction.toLowerCase(),
      timestamp,
    }));
}

/**
 * Gives drafts a place and a time: a webhook arrives 40 ms after Vonage stamped it, everything else (the answer request, a
 * poll) 10 ms after what came before it.
 */
export function observe(drafts: readonly Draft[], start = Date.UTC(2018, 9, 25, 9, 26, 19)): Observation[] {
  let at = start;
  return drafts.map((draft, i) => {
    const body: unknown = draft.source === 'event' || draft.source === 'rtc' ? JSON.parse(draft.raw.body || '{}') : {};
    const stamp =
      typeof body === 'object' && body && 'timestamp' in body ? Date.parse(String(body.timestamp)) : Number.NaN;
    at = Number.isFinite(stamp) ? Math.max(at + 1, stamp + 40) : at + 10;
    return {...draft, seq: i + 1, at} as Observation;
  });
}

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
