import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {ladderText} from '../../source/output/ladder-text.js';
import {maskObservation} from '../../source/output/mask.js';
import {savedText} from '../../source/output/saved-text.js';
import {snapshotSchema} from '../../source/output/snapshot-schema.js';
import {formatOf, formatOfFile, saveFormats} from '../../source/store/save-formats.js';
import {widthOf} from '../../source/text/printable.js';
import {callee, caller, crowd, news, observed, talked} from '../helpers/calls.js';
import {
  ALICE,
  answerDraft,
  apiDraft,
  CALL,
  eventDraft,
  observe,
  seedObservations,
  tableWebhooks,
} from '../helpers/seed.js';
import {payloadOf, worldOf} from './seed-call.js';

const ladderOf = (observations: readonly Observation[], inAscii = false): string[] => {
  const world = worldOf(observations);
  const [call] = [...world.conversations.values()].slice(-1);
  return call ? ladderText(world, call, call.rows, {ascii: inAscii}).split('\n') : [];
};

describe('a ladder in plain text', () => {
  it('has a lane for each party, and a line for each event and each stretch of talk', () => {
    const ladder = ladderOf(seedObservations());
    expect(ladder[0]).toMatch(/^ +time +s 447700000001 +Vonage +your app/);
    expect(ladder).toContainEqual(expect.stringMatching(/^ {2}09:26:19\.002 +\+0\.011 │ +│─+ GET answer ─+▸│/));
    expect(ladder).toContainEqual(expect.stringMatching(/^ +╪═+╪═+ talking 5m00s ═+╪$/));
  });

  it('says where witnesses contradict each other, and who has not reported what it should have', () => {
    const channel = {id: ALICE.leg, type: 'phone', from: {number: '447700000009'}};
    const ringing = {id: 7, type: 'sip:ringing', timestamp: '2018-10-25T09:26:20.993Z'};
    const dtmf = {id: 9, type: 'audio:dtmf', timestamp: '2018-10-25T09:30:00.000Z', body: {digit: '5'}};
    const events = [{...ringing, body: {channel, direction: 'inbound'}}, dtmf];
    const api = apiDraft('events', {_embedded: {data: {events}}});
    const ladder = ladderOf(observe([answerDraft, ...tableWebhooks().map(eventDraft), api]));
    expect(ladder.filter(line => line.includes('≠'))).toEqual([expect.stringMatching(/POST ringing ≠ ─+▸│/)]);
    expect(ladder.filter(line => line.includes('∅'))).toContainEqual(expect.stringMatching(/POST answered ∅A ─+▸│/));
  });

  it('is as wide as its parties need, and no wider than can be looked at', () => {
    const widest = (count: number) => {
      const legs = Array.from({length: count}, (_, i) => ({...callee('a', `4477009${i}`), uuid: `leg-${i}`}));
      const lines = ladderOf(observed(...legs.map((leg, i) => ({...news(leg, 'started', i), uuid: `leg-${i}`}))));
      return {width: Math.max(...lines.map(widthOf)), text: lines.join('\n')};
    };
    expect(Math.max(...ladderOf(crowd).map(widthOf))).toBeGreaterThan(180);
    expect(widest(60).width).toBeLessThanOrEqual(400);
  });

  it('is ASCII where that is asked for, in the same cells', () => {
    const plain = ladderOf(talked);
    const ascii = ladderOf(talked, true);
    expect(ascii.join('')).toMatch(/^[\x20-\x7e]*$/);
    expect(ascii.map(widthOf)).toEqual(plain.map(widthOf));
  });

  it('lets no control character through, and no line begin a block of its own, whoever calls', () => {
    fc.assert(
      fc.property(fc.string({unit: 'binary', minLength: 1}), name => {
        const ladder = ladderOf(
          observed(news(caller('a', name), 'started', 0), news(callee('b', name), 'failed', 1, {detail: name})),
        );
        expect(ladder.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
        expect(ladder.filter(line => /^\s*(```|~~~)/.test(line))).toEqual([]);
      }),
      {numRuns: 50},
    );
  });
});

describe('a saved call', () => {
  const observations = seedObservations();
  const world = worldOf(observations);
  const payload = payloadOf(observations);
  const rows = world.conversations.get(CALL)?.rows ?? [];
  const save = (format: (typeof saveFormats)[number]['name'], only?: readonly number[]) =>
    savedText(format, world, {
      takenAt: 0,
      payload,
      conversations: [CALL],
      ...(only && {only: {rowsOf: () => only, by: ['filter leg:L2', 'marks']}}),
    });

  it.each(saveFormats.map(({name}) => name))('has all events as %s, or those that were asked for', async format => {
    const count = async (text: Promise<string>) => {
      const saved = await text;
      if (format === 'json') return snapshotSchema.parse(JSON.parse(saved)).conversations[0]?.events.length;
      if (format === 'html') return saved.match(/<li id="call-1-event-\d+">/g)?.length;
      if (format === 'csv') return saved.trimEnd().split('\r\n').length - 1;
      if (format === 'ndjson') return saved.split('\n').filter(line => line.includes('"kind":"event"')).length;
      return saved.match(format === 'mermaid' ? /\+\d+\.\d{3} /g : /^.{0,3}\d\d:\d\d:\d\d\.\d{3}/gm)?.length;
    };
    const [all, some] = [await count(save(format)), await count(save(format, rows.slice(0, 2)))];
    expect(all).toBeGreaterThan(some ?? 0);
    if (['json', 'csv', 'html', 'ndjson', 'text', 'ladder'].includes(format))
      expect([all, some]).toEqual([rows.length, 2]);
  });

  it.each(['text', 'html', 'markdown', 'mermaid', 'ladder'] as const)('says as %s what is not in it', async format => {
    const limit = `2 of ${rows.length} events, by filter leg`;
    expect(await save(format, rows.slice(0, 2))).toContain(limit);
    expect(await save(format)).not.toContain(' events, by ');
  });

  it('says in a snapshot what is not in it, and keeps what is about the call', async () => {
    const {limited, conversations} = snapshotSchema.parse(JSON.parse(await save('json', rows.slice(0, 2))));
    expect(limited).toEqual({by: ['filter leg:L2', 'marks'], events: 2, of: rows.length});
    expect(conversations[0]?.legs).toHaveLength(2);
    expect(conversations[0]?.events.every(event => event.raw.length > 0)).toBe(true);
    expect(JSON.parse(await save('json'))).not.toHaveProperty('limited');
  });

  it('has lines that say as now what the lines of a recording say as they come', async () => {
    const lines = (await save('ndjson'))
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(lines[0]).toMatchObject({schema: 1, kind: 'event', seq: 1, conversation: CALL});
    expect([...new Set(lines.map(({kind}) => kind))]).toEqual(['event', 'leg', 'member', 'end']);
  });
});

describe('a call that is saved without phone numbers', () => {
  it.each(saveFormats.map(({name}) => name))('is as %s what it would be had nobody known them', async format => {
    const given = seedObservations();
    const hidden = given.map(maskObservation);
    const options = {takenAt: 0, ascii: true};
    const saved = await savedText(format, worldOf(given), {...options, payload: payloadOf(given), mask: true});
    expect(saved).toBe(await savedText(format, worldOf(hidden), {...options, payload: payloadOf(hidden)}));
    expect(saved).not.toContain('77000000');
  });
});

describe('the name of a format', () => {
  it.each([
    ['markdown', 'markdown'],
    ['md', 'markdown'],
    ['html', 'html'],
    ['mmd', 'mermaid'],
    ['txt', 'text'],
    ['xml', undefined],
  ])('%s is %s', (word, format) => {
    expect(formatOf(word)).toBe(format);
  });

  it.each([
    ['call.md', 'markdown'],
    ['Call.JSON', 'json'],
    ['call.ladder.txt', 'ladder'],
    ['call.txt', 'text'],
    ['call', undefined],
    ['json', undefined],
  ])('the file %s asks for %s', (file, format) => {
    expect(formatOfFile(file)).toBe(format);
  });
});
