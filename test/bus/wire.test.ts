import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createReceiver, type ReceivedMessage} from '../../source/bus/receive.js';
import {filterOf, MOST_SHARDS, shardsBy} from '../../source/bus/shards.js';
import {createTokens, placeIn, shardOf, subjectOf, tokenOf} from '../../source/bus/subject.js';
import {type BusMessage, LONGEST_BODY, LONGEST_LINE, messagesOf, readMessage, roomIn} from '../../source/bus/wire.js';
import type {Observation} from '../../source/call/observation.js';
import {observationLine} from '../../source/recording/line.js';
import {busy} from '../helpers/calls.js';
import {eventObservation} from '../recording/examples.js';

const recording = '0123456789abcdef0123456789abcdef';
const CON = 'CON-11111111-2222-3333-4444-555555555555';
const place = {team: 'qa', application: 'app', listener: 'lab', conversation: CON};
const webhook = (seq: number, fields: object) => eventObservation(seq, JSON.stringify(fields));
const inCall = (seq: number, pad = '') => webhook(seq, {status: 'answered', conversation_uuid: CON, pad});
const lineOf = (o: Observation) => Buffer.from(observationLine(o).trimEnd());
const incoming = ({subject, headers, body}: BusMessage) => ({
  subject,
  body,
  header: (name: string) => headers[name] ?? '',
});
const received = (messages: readonly BusMessage[], now = 0): ReceivedMessage[] => {
  const receiver = createReceiver();
  return messages.flatMap(message => receiver.take(incoming(message), now));
};
/** What nothing packs. */
const noise = (length: number) =>
  fc.sample(
    fc.string({
      unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789+/'),
      minLength: length,
      maxLength: length,
    }),
    {
      numRuns: 1,
      seed: 7,
    },
  )[0] ?? '';
const [message] = messagesOf(lineOf(inCall(7)), {recording, seq: 7}, place, 1e6) as [BusMessage];

describe('a line on the bus', () => {
  it('is byte for byte that of the recording, with who it is of in subject and headers', () => {
    expect(message).toEqual({
      subject: `convo.qa.app.lab.${CON}`,
      headers: {'Nats-Msg-Id': `${recording}:7`, 'Cm-Recording': recording, 'Cm-Schema': 'convo-monitor/bus@1'},
      body: lineOf(inCall(7)),
    });
  });

  it('comes out as it went in, whatever its length, packed or in parts, in any order', () => {
    const arrival = fc.record({
      text: fc.oneof(fc.string({unit: 'binary', maxLength: 3000}), fc.integer({min: 0, max: 300_000}).map(noise)),
      room: fc.integer({min: 4096, max: 100_000}),
      order: fc.infiniteStream(fc.nat()),
    });
    fc.assert(
      fc.property(arrival, ({text, room, order}) => {
        const line = lineOf(inCall(7, text));
        const messages = messagesOf(line, {recording, seq: 7}, place, room);
        for (const {body} of messages) expect(body.length).toBeLessThanOrEqual(room);
        const ids = messages.map(({headers}) => headers['Nats-Msg-Id']);
        expect(new Set(ids).size).toBe(ids.length);
        const sorted = messages
          .map(each => ({each, by: order.next().value}))
          .sort((a, b) => a.by - b.by)
          .map(({each}) => each);
        const [found, ...more] = received(sorted);
        expect(more).toEqual([]);
        expect(found).toMatchObject({kind: 'observation', id: {recording, seq: 7}, place});
        if (found?.kind === 'observation') expect(found.line.equals(line)).toBe(true);
      }),
      {numRuns: 60},
    );
  });

  it('of 2 MiB that nothing packs passes a server that lets 1 MiB pass at a time', () => {
    const line = lineOf(inCall(7, noise(2 * 1024 * 1024)));
    const messages = messagesOf(line, {recording, seq: 7}, place, roomIn(1024 * 1024));
    expect(messages.map(({headers}) => headers['Cm-Part'])).toEqual(['1/3', '2/3', '3/3']);
    expect(received(messages)).toHaveLength(1);
  });

  it('in parts is given up when one does not come, and what came of it is not kept', () => {
    const [first, , third] = messagesOf(lineOf(inCall(7, noise(12_000))), {recording, seq: 7}, place, 4096);
    const receiver = createReceiver();
    for (const part of [first, third, first]) expect(receiver.take(incoming(part as BusMessage), 0)).toEqual([]);
    expect(receiver.overdue(29_999)).toEqual([]);
    expect(receiver.take(incoming(message), 30_000)).toMatchObject([
      {kind: 'refused', why: 'holds observation 7 in 3 parts, and these have not come: 2'},
      {kind: 'observation', observation: {seq: 7, source: 'event', raw: {path: '/webhooks/event', cut: 12_288}}},
      {kind: 'observation'},
    ]);
    expect(receiver.overdue(1e9)).toEqual([]);
  });

  it('in parts is bounded: of those that never end, the oldest go', () => {
    const receiver = createReceiver();
    const gone = Array.from({length: 200}, (_, i) => {
      const [first] = messagesOf(lineOf(inCall(i + 1, noise(9000))), {recording, seq: i + 1}, place, 4096);
      return receiver.take(incoming(first as BusMessage), 0);
    }).flat();
    for (const kind of ['refused', 'observation'])
      expect(gone.filter(each => each.kind === kind)).toHaveLength(200 - 64);
    expect(gone[0]).toMatchObject({kind: 'refused', why: expect.stringContaining('observation 1 in')});
  });
});

describe('a message that no monitor sent', () => {
  const body = (text: string) => ({body: Buffer.from(text)});
  const header = (more: Record<string, string>) => ({headers: {...message.headers, ...more}});
  const bomb = gzipSync(Buffer.alloc(LONGEST_LINE + 1, 32));
  const refusals: [string, Partial<BusMessage>, string][] = [
    ['of another program', {subject: 'orders.new'}, 'has a subject that no monitor uses: "orders.new"'],
    ['with a part too many in its subject', {subject: `${message.subject}.x`}, 'has a subject that no monitor uses'],
    ['with blanks in its subject', {subject: 'convo.qa.app.l ab._'}, 'has a subject that no monitor uses'],
    ['without a schema', header({'Cm-Schema': ''}), 'does not say that it is convo-monitor/bus@1'],
    ['of a newer version', header({'Cm-Schema': 'convo-monitor/bus@2'}), 'use the same version'],
    ['of another schema', header({'Cm-Schema': 'x'.repeat(500)}), `says that it is "${'x'.repeat(80)}", not`],
    ['without a recording', header({'Cm-Recording': ''}), 'names no recording: ""'],
    ['of what is no recording', header({'Cm-Recording': '../../etc'}), 'names no recording'],
    [
      'with the id of another',
      header({'Nats-Msg-Id': `${'f'.repeat(32)}:7`}),
      'has an id that is not of its recording',
    ],
    ['with no number', header({'Nats-Msg-Id': recording}), 'has an id that is not of its recording'],
    ['with a number beyond all', header({'Nats-Msg-Id': `${recording}:4294967296`}), 'has an id that is not of'],
    [
      'with another number than its line',
      header({'Nats-Msg-Id': `${recording}:8`}),
      'holds observation 7, and says that it is 8',
    ],
    ['packed otherwise', header({'Cm-Encoding': 'br'}), 'is packed in a way that this version does not know: "br"'],
    ['packed and broken', header({'Cm-Encoding': 'gzip'}), 'is packed and broken'],
    [
      'packed a thousandfold',
      {...header({'Cm-Encoding': 'gzip'}), body: bomb},
      `is packed and would be more than ${LONGEST_LINE} bytes`,
    ],
    [
      'of 10 MB',
      {body: Buffer.alloc(10_000_000)},
      `is too large: 10000000 bytes, and ${LONGEST_BODY} are read at most`,
    ],
    ['a part by its header alone', header({'Cm-Part': '1/2'}), 'is a part of a line by its id or header alone'],
    ['a part by its id alone', header({'Nats-Msg-Id': `${recording}:7.1`}), 'is a part of a line by its id or header'],
    [
      'a part beyond the last',
      header({'Nats-Msg-Id': `${recording}:7.3`, 'Cm-Part': '3/2'}),
      'by its id or header alone',
    ],
    [
      'a part of too many',
      header({'Nats-Msg-Id': `${recording}:7.1`, 'Cm-Part': '1/9999'}),
      'by its id or header alone',
    ],
    ['with no JSON', body('{"seq":7'), 'holds no JSON'],
    ['with nothing', body(''), 'holds no JSON'],
    ['with two lines', body(`${lineOf(inCall(7))}\n${lineOf(inCall(8))}`), 'holds more than one line'],
    ['with no observation', body('{"seq":7,"at":5,"source":"event"}'), 'holds a line that is not a whole observation'],
    ['with a source that nobody knows', body('{"seq":7,"at":5,"source":"moon"}'), 'does not know: "moon"'],
    ['nested without end', body('['.repeat(200_000)), 'holds more than any observation'],
    [
      'in another stream than its call is in',
      {subject: `${subjectOf(place)}.${(shardOf(CON, 16).number % 16) + 1}of16`},
      'has a subject that no monitor uses',
    ],
    ['in a stream that there cannot be', {subject: `${subjectOf(place)}.1of1`}, 'has a subject that no monitor uses'],
    [
      'about another call than its subject says',
      {subject: subjectOf({...place, conversation: 'CON-2'})},
      `stands in the place of "CON-2", and is of "${CON}"`,
    ],
  ];
  it.each(refusals)('is refused: one %s', (_what, change, why) => {
    expect(received([{...message, ...change}])).toEqual([
      {kind: 'refused', subject: change.subject ?? message.subject, why: expect.stringContaining(why)},
    ]);
  });

  it('in the name of another listener is refused', () => {
    const forged = {...message, subject: subjectOf({...place, listener: 'mallory'})};
    expect(
      received([message, forged, {...message, subject: subjectOf({...place, application: 'other'})}]),
    ).toMatchObject([
      {kind: 'observation'},
      {kind: 'refused', why: 'is of a recording of qa.lab, and came from qa.mallory'},
      {kind: 'observation'},
    ]);
  });

  it('throws nothing, whatever is in it', () => {
    const text = fc.oneof(
      fc.string({unit: 'binary'}),
      fc.constantFrom(...Object.values(message.headers), 'gzip', '1/2', ''),
    );
    const any = fc.record({
      subject: fc.oneof(fc.constant(message.subject), text),
      headers: fc.dictionary(
        fc.constantFrom('Nats-Msg-Id', 'Cm-Recording', 'Cm-Schema', 'Cm-Encoding', 'Cm-Part'),
        text,
      ),
      body: fc.oneof(
        fc.uint8Array(),
        fc.json().map(each => Buffer.from(each)),
        fc.constant(message.body),
      ),
    });
    fc.assert(fc.property(any, each => void received([each])));
  });
});

describe('the subject of an observation', () => {
  it('is the conversation of a webhook, and a reply is where its webhook is', () => {
    const tokenAt = createTokens();
    const tokens = busy.map(o => [o.source, tokenAt(o)]);
    const [conversation] = tokens.filter(([source]) => source === 'answer').map(([, token]) => token);
    expect(conversation).toMatch(/^CON-/);
    expect(
      new Set(tokens.filter(([source]) => source !== 'control' && source !== 'health').map(([, token]) => token)),
    ).toEqual(new Set([conversation]));
  });

  const at = 1_800_000_000_000;
  const note = {to: 1, text: 'x'};
  it.each<[string, Observation, string]>([
    ['of a tick', {source: 'tick', seq: 2, at}, '_'],
    ['of the start', {source: 'control', seq: 2, at, action: 'start'}, '_'],
    ['of health', {source: 'health', seq: 2, at, part: 'poller', state: 'ok', code: 'ok', text: ''}, '_'],
    [
      'of health of a conversation',
      {source: 'health', seq: 2, at, part: 'poller', state: 'ok', code: 'ok', text: '', conversation: CON},
      CON,
    ],
    ['of a note', {source: 'control', seq: 2, at, action: 'note', note: {...note, conversation: CON}}, CON],
    ['of a note about an event', {source: 'control', seq: 2, at, action: 'note', note}, 'CON-before'],
    ['of a note about nothing', {source: 'control', seq: 2, at, action: 'note', note: {...note, to: 99}}, '_'],
    ['of a resending', {source: 'control', seq: 2, at, action: 'resend', resent: {to: 1, ms: 3}}, 'CON-before'],
    ['of a request', {source: 'api', seq: 2, at, request: {kind: 'members', conversation: CON, path: '/'}, ms: 1}, CON],
    ['of a leg whose conversation is not known', webhook(2, {status: 'ringing', uuid: 'ab-12'}), '_leg-ab-12'],
    ['of what cannot be read', eventObservation(2, '{'), '_'],
  ])('%s', (_what, observation, token) => {
    const tokenAt = createTokens();
    tokenAt(webhook(1, {status: 'ringing', conversation_uuid: 'CON-before'}));
    expect(tokenAt(observation)).toBe(token);
  });

  it('is always one that a server takes and a reader knows, whatever a stranger calls a conversation', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({unit: 'binary', minLength: 1}), fc.constantFrom('*', '>', 'a.b', '_', '_leg-1', 'CON-1\n')),
        id => {
          const subject = subjectOf({...place, conversation: tokenOf(id)});
          expect(subject).toMatch(/^convo(\.[\w-]{1,64}){4}$/);
          expect(placeIn(subject)).toEqual({...place, conversation: tokenOf(id)});
          const shared = subjectOf({...place, conversation: tokenOf(id)}, 16);
          expect(shared).toMatch(/^convo(\.[\w-]{1,64}){4}\.\d+of16$/);
          expect(placeIn(shared)).toEqual({...place, conversation: tokenOf(id)});
          expect(tokenOf(id).startsWith('_')).toBe(!/^[A-Za-z0-9-][\w-]{0,63}$/.test(id) || id.endsWith('\n'));
        },
      ),
    );
  });

  it('is in the same one of several streams for ever', () => {
    const ids = ['CON-1', 'CON-2', 'CON-3', CON, '_', '_leg-1'];
    expect(ids.map(id => shardOf(id, 16).number)).toEqual([15, 13, 12, 12, 1, 1]);
    expect(ids.map(id => shardOf(id, 1).number)).toEqual([1, 1, 1, 1, 1, 1]);
    for (const of of [1, 2, 16, MOST_SHARDS]) expect(shardsBy([filterOf({number: 1, of})])).toBe(of);
  });

  it('is remembered for 10,000 webhooks and no more', () => {
    const tokenAt = createTokens();
    for (let seq = 1; seq <= 10_001; seq += 1) tokenAt(webhook(seq, {status: 'ringing', conversation_uuid: 'CON-1'}));
    const reply = (to: number): Observation => ({
      source: 'reply',
      seq: 20_000,
      at,
      to,
      by: 'monitor',
      ms: 1,
      raw: {status: 200, headers: {}, body: ''},
    });
    expect([tokenAt(reply(1)), tokenAt(reply(2))]).toEqual(['_', 'CON-1']);
  });
});

it('reads what a message is without what it holds', () => {
  expect(readMessage(incoming(message))).toMatchObject({kind: 'line', id: {recording, seq: 7}, place});
});
