import {describe, expect, it} from 'vitest';
import type {Draft, RawRequest} from '../../source/call/observation.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {apiDraft, CALL, eventDraft, observe, rtcDraft, sample} from '../helpers/seed.js';

type Entry = {file: string; kind: string};
const index = sample('index.json') as Entry[];
const pathOf = ({file}: Entry) =>
  ['voice', 'conversation'].map(folder => `${folder}/${file}`).find(path => existing.has(path)) ?? file;
const existing = new Set(
  index
    .flatMap(({file}) => ['voice', 'conversation'].map(folder => `${folder}/${file}`))
    .filter(path => {
      try {
        sample(path);
        return true;
      } catch {
        return false;
      }
    }),
);
const ofKind = (...kinds: string[]) =>
  index.filter(({kind}) => kinds.includes(kind)).map(entry => [entry.file, sample(pathOf(entry))] as const);

function typesOf(drafts: Draft[]): string[] {
  const world = fold(emptyWorld(), observe(drafts));
  return [...world.conversations.values()].flatMap(({rows}) => rows.map(row => world.log.typeOf(row)));
}

/** What each of Vonage's event webhooks is, by the name of its file; a status event is the status that it says. */
const kindOf: readonly [RegExp, string][] = [
  [/event-(started|ringing|answered|busy|timeout|rejected|failed|unanswered|completed)/, 'status'],
  [/event-(machine|amd-machine|human|disconnected)/, 'status'],
  [/event-input/, 'input'],
  [/event-record/, 'record'],
  [/event-transfer/, 'transfer'],
  [/event-payment/, 'payment'],
  [/event-error/, 'error'],
  [/event-play/, 'play'],
  [/event-notify/, 'notify'],
  [/event-transcri/, 'transcription'],
];

describe('every event webhook that is known', () => {
  it.each(ofKind('event-body', 'event-body-partial', 'event-body-unverified'))('%s is understood', (file, body) => {
    const kind = kindOf.find(([name]) => name.test(file))?.[1];
    expect(kind, `${file} has no row in the table`).toBeDefined();
    const {status} = body as {status?: string};
    expect(typesOf([eventDraft(body as Record<string, unknown>)])).toEqual([kind === 'status' ? status : kind]);
  });

  it.each(ofKind('event-request-get', 'event-request-post'))(
    '%s is understood as it was captured',
    (file, captured) => {
      const {method, target, headers, rawBody} = captured as {
        method: string;
        target: string;
        headers: Record<string, string>;
        rawBody: string;
      };
      const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
      const raw: RawRequest = {method, path: target, headers: lower, body: rawBody};
      const [type] = typesOf([{source: 'event', raw}]);
      expect(type, file).not.toMatch(/unknown|unreadable/);
    },
  );

  it.each(ofKind('event-sequence', 'event-sequence-partial'))('%s: each of a sequence is one event', (_, bodies) => {
    const list = bodies as Record<string, unknown>[];
    const types = typesOf(list.map(eventDraft));
    expect(types).toHaveLength(new Set(list.map(body => JSON.stringify(body))).size);
    expect(types).not.toContain('unknown');
  });

  it('keeps what nobody documented as unknown, with what it says', () => {
    expect(typesOf([eventDraft({hello: 1})])).toEqual(['unknown']);
    expect(typesOf([eventDraft({uuid: 'a', status: 'redirected'})])).toEqual(['unknown']);
  });
});

describe('answer requests of every kind of endpoint', () => {
  it.each(ofKind('answer-query', 'answer-body'))('%s begins a leg', (file, body) => {
    const fields = body as Record<string, unknown>;
    const raw: RawRequest = {method: 'POST', path: '/webhooks/answer', headers: {}, body: JSON.stringify(fields)};
    const world = fold(emptyWorld(), observe([{source: 'answer', raw}]));
    const [leg] = world.legs.values();
    expect(leg?.id, file).toBe(fields.uuid);
    // One SDK fixture names the caller and nothing else: it is kept, though no leg can be made of it.
    if (fields.uuid) expect(leg?.from ?? leg?.to).toBeDefined();
    expect(world.log.length).toBe(1);
  });
});

describe('RTC webhooks', () => {
  it.each(ofKind('rtc.webhook'))('%s is an event of its own type', (_, body) => {
    const fields = body as {type: string};
    expect(typesOf([rtcDraft(body as Record<string, unknown>)])).toEqual([fields.type]);
  });

  it('join the knocking phase to its call by the leg, though it names no conversation', () => {
    const leg = 'f3c45be8289974a086340e4cda9711d8';
    const knocking = sample('conversation/rtc-webhook-sip-ringing-inbound-knocker.json') as Record<string, unknown>;
    const started = eventDraft({
      uuid: leg,
      conversation_uuid: CALL,
      status: 'started',
      direction: 'inbound',
      timestamp: '2020-11-02T08:56:08.380Z',
    });
    for (const drafts of [
      [rtcDraft(knocking), started],
      [started, rtcDraft(knocking)],
    ]) {
      const world = fold(emptyWorld(), observe(drafts));
      expect([...world.conversations.keys()]).toEqual([CALL]);
      expect(world.conversations.get(CALL)?.rows).toHaveLength(2);
    }
  });
});

describe('events of the Conversation API', () => {
  it.each(ofKind('events.list'))('%s: no item is lost', (_, page) => {
    const items = JSON.stringify(page).match(/"type":"[a-z]+:[a-z:]+"/g) ?? [];
    expect(typesOf([apiDraft('events', page)]).length).toBeGreaterThanOrEqual(Math.min(1, items.length));
  });

  it.each(ofKind('event.get', 'event.fragment'))('%s is shown under its own type', (_, event) => {
    const {type} = event as {type: string};
    expect(typesOf([apiDraft('events', [event])])).toEqual([type]);
  });
});

describe('webhooks that were refused for their signature', () => {
  it('are one row that belongs to no call: nothing that they say is believed', () => {
    const body = {uuid: 'a', conversation_uuid: CALL, status: 'started', timestamp: '2018-10-25T09:26:18.991Z'};
    const forged = {...eventDraft(body), signature: {state: 'unsigned'}, refused: true} as Draft;
    const world = fold(emptyWorld(), observe([forged]));
    expect([...world.conversations.keys()]).toEqual(['']);
    expect([...world.legs]).toEqual([]);
    expect(typesOf([forged])).toEqual(['refused']);
  });
});
