import type {Draft, Observation} from '../../source/call/observation.js';
import {ALICE, apiDraft, BOB, CALL, rtcDraft} from './seed.js';

/** In the middle of every phone number of the canary's call, and nowhere else. */
const MIDDLE = '8675309';

/** One of those numbers. */
export const canaryNumber = (n: number) => `44${MIDDLE}${String(n).padStart(4, '0')}`;
const number = canaryNumber;
const spoken = (n: number) => `+44 (0)8675 309-${String(n).padStart(4, '0')}`;
const other = (n: number, zero: number) =>
  number(n).replace(/\d/g, digit => String.fromCodePoint(zero + Number(digit)));
const escaped = (n: number) => number(n).replace(/\d/g, digit => `\\u003${digit}`);
const inQuery = `/webhooks/event?caller=%2B${number(1)}&say=call+${encodeURIComponent(spoken(2))}&file=in-${number(3)}.wav`;
const headers = {
  'content-type': 'application/json',
  'x-caller': `"Ann" <sip:+${number(4)}@192.168.100.100:5060;user=phone>`,
  'user-agent': `tel${number(5)}`,
};

function event(status: string, second: number, more: Record<string, unknown>, path = inQuery): Draft {
  const body = JSON.stringify({
    from: number(6),
    to: `sip:${number(7)}@sip.example.com`,
    conversation_uuid: CALL,
    status,
    timestamp: `2018-10-25T09:26:${20 + second}.991Z`,
    ...more,
  });
  return {source: 'event', raw: {method: 'POST', path, headers, body: body.replace('"escaped"', `"${escaped(8)}"`)}};
}

const ncco = JSON.stringify([
  {action: 'talk', text: `Please call ${spoken(9)}, or ${number(10).split('').join(' ')}.`},
  {action: 'tlak', text: `to ${number(11)}`},
  {
    action: 'connect',
    from: number(12),
    endpoint: [
      {type: 'phone', number: number(13)},
      {type: 'sip', uri: `sip:${number(14)}@sip.example.com`},
      {type: 'websocket', uri: `wss://example.com/${number(15)}`, headers: {caller: number(16), [number(17)]: 'a'}},
    ],
    eventUrl: [`https://example.com/?to=%2B${number(18)}`],
  },
]);

const failure = {
  code: 'status',
  text: `The application said 500 for ${number(19)}: look at its log.`,
  detail: spoken(20),
};
const health = (part: 'listener' | 'poller' | 'application', text: string): Draft => ({
  source: 'health',
  part,
  state: 'failing',
  code: 'unknown-path',
  text,
});

const drafts: Draft[] = [
  {
    source: 'control',
    action: 'start',
    setup: {version: '1', url: 'http://127.0.0.1:3000', answer: `an NCCO that connects to ${number(21)}`},
  },
  health('listener', `GET /calls/${number(22)} was answered 404: start with --answer-path /calls/${number(22)}`),
  {
    source: 'answer',
    raw: {
      method: 'GET',
      path: `/webhooks/answer?from=%2B${number(23)}&to=${number(24)}&conversation_uuid=${CALL}&uuid=${ALICE.leg}&${encodeURIComponent(`SipHeader_X-${number(25)}`)}=${other(26, 0x660)}`,
      headers,
      body: '',
    },
  },
  {
    source: 'reply',
    to: 3,
    by: 'application',
    ms: 12,
    raw: {status: 200, headers: {location: `https://example.com/${number(27)}`}, body: ncco},
    findings: [{severity: 'error', code: 'unknown-action', text: `There is no action "${number(28)}".`, path: '/1'}],
  },
  event('started', 0, {uuid: ALICE.leg, direction: 'inbound', custom: {[number(29)]: spoken(30)}}),
  event('ringing', 1, {uuid: ALICE.leg, direction: 'inbound', a: other(31, 0x966), b: 'escaped'}),
  event('started', 2, {uuid: BOB.leg, direction: 'outbound', number: Number(number(32))}),
  event('answered', 3, {uuid: BOB.leg, direction: 'outbound', nested: JSON.stringify({to: `+${number(33)}`})}),
  event('answered', 4, {uuid: ALICE.leg, direction: 'inbound'}),
  {...reply(500, `<p>${spoken(34)}</p>`), to: 9, failure},
  event('', 5, {
    uuid: ALICE.leg,
    status: undefined,
    dtmf: {digits: number(35), timed_out: false},
    speech: {results: [{text: `it is ${number(36).split('').join(' ')}`, confidence: '0.9'}]},
  }),
  event('', 6, {
    uuid: ALICE.leg,
    status: undefined,
    recording_url: `https://api.nexmo.com/v1/files/rec_${number(37)}.wav`,
  }),
  event('', 7, {
    uuid: ALICE.leg,
    status: undefined,
    reason: `Syntax error at ${number(38)}`,
    type: `odd-${number(39)}`,
  }),
  raw({body: `to=%2B${number(40)}&text=${encodeURIComponent(spoken(41))}`}),
  raw({body: Buffer.from(`\xff ${number(42)}`, 'latin1').toString('base64'), encoding: 'base64'}),
  raw({body: `{"to":"${number(43)}","text":"${number(44)}`, cut: 4000}),
  raw({body: other(45, 0xff10)}),
  rtcDraft({
    type: 'member:joined',
    conversation_id: CALL,
    timestamp: '2018-10-25T09:26:24.991Z',
    from: BOB.member,
    body: {
      user: {id: 'USR-f44c872e-cba9-444f-88ae-0bfa630865a6', name: number(46)},
      channel: {
        id: BOB.leg,
        type: 'phone',
        to: {type: 'phone', number: number(47)},
        from: {type: 'phone', number: number(48)},
      },
    },
  }),
  apiDraft('conversation', {uuid: CALL, name: `NAM-${number(49)}`, display_name: spoken(50), sequence_number: 3}),
  apiDraft('members', [
    {
      member_id: ALICE.member,
      name: number(51),
      user_name: number(52),
      state: 'JOINED',
      channel: {type: 'phone', leg_id: ALICE.leg, from: {number: number(53)}, to: {number: number(54)}},
    },
  ]),
  apiDraft('events', [
    {
      id: 1,
      type: 'text',
      from: ALICE.member,
      timestamp: '2018-10-25T09:26:30.000Z',
      body: {text: spoken(55), [number(56)]: 1},
    },
    {
      id: 2,
      type: `custom:${number(57)}`,
      from: ALICE.member,
      timestamp: '2018-10-25T09:26:30.100Z',
      body: {n: Number(number(58))},
    },
  ]),
  Object.assign(apiDraft('members', {title: 'Bad', detail: `of ${number(59)}`}, 500), {failure}),
  health('poller', `The API answered 500 for ${spoken(60)}. It is asked again.`),
  {source: 'control', action: 'resend', resent: {to: 5, ms: 3, failure}},
  event('completed', 12, {
    uuid: BOB.leg,
    direction: 'outbound',
    price: '0.01150000',
    duration: '8',
    detail: number(61),
  }),
  event('completed', 12, {uuid: ALICE.leg, direction: 'inbound', price: '0.01150000', duration: '12', network: 'GB'}),
  {...reply(200, number(62)), to: 26},
  {source: 'control', action: 'note', note: {to: 3, text: `call ${spoken(64)} back`}},
];

function reply(status: number, body: string): Extract<Draft, {source: 'reply'}> {
  return {source: 'reply', to: 1, by: 'application', ms: 3, raw: {status, headers: {'x-to': number(63)}, body}};
}

function raw(more: {body: string; encoding?: 'base64'; cut?: number}): Draft {
  return {source: 'event', raw: {method: 'POST', path: inQuery, headers: {}, ...more}};
}

/** A call whose every text has a phone number in it, written in all the ways there are. */
export function canaryCall(): Observation[] {
  const start = Date.UTC(2018, 9, 25, 9, 26, 20);
  return drafts.map((draft, i) => ({...draft, seq: i + 1, at: start + i * 700}) as Observation);
}

/**
 * What of those numbers a text shows, however it is written: digits of any script, escapes, separators. Pieces of five digits count, for a
 * number may be cut.
 */
export function canariesIn(text: string): string[] {
  const readings = [text, unescaped(text), unescaped(unescaped(text)), ...bytesIn(text)];
  return readings.flatMap(reading => {
    const digits = reading.normalize('NFKC').replace(/(?!\d)\p{Nd}/gu, digitOf);
    return Array.from(digits.matchAll(piece), ({index}) => digits.slice(Math.max(0, index - 30), index + 30));
  });
}

const pieces = [MIDDLE.slice(0, 5), MIDDLE.slice(1, 6), MIDDLE.slice(2)];
const piece = new RegExp(pieces.map(digits => digits.split('').join('[^\\d\\n]{0,4}')).join('|'), 'g');

function unescaped(text: string): string {
  return text
    .replace(/\\u([\da-f]{4})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)))
    .replace(/%([\da-f]{2})/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Bodies in base64. */
function bytesIn(text: string): string[] {
  return (text.match(/[\w+/]{20,}={0,2}/g) ?? []).map(each => Buffer.from(each, 'base64').toString('latin1'));
}

function digitOf(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  const zero = [0x30, 0x660, 0x966].find(start => code >= start && code < start + 10);
  return String(code - (zero ?? code));
}
