import type {AudioFigures, Figures, MediaEvent} from '../../source/call/media.js';
import type {Draft} from '../../source/call/observation.js';
import {answer, CON, callee, caller, news, observed, type Scene} from './calls.js';

const alice = caller('a', '447700900001');
const agent = callee('b', 'wss://abc.example.com/agent');
const leg = 'bbbbbbbb-0000-4000-8000-000000000000';

/** Something that happened on the WebSocket of the agent's leg, `at` seconds after the call's start. */
export const media = (at: number, event: MediaEvent): Scene => ({
  at,
  draft: {source: 'media', socket: 'S', conversation: CON, leg, event} as Draft,
});

export const silent: AudioFigures = {
  ...{frames: 0, bytes: 0, jitter: 0, gaps: 0, longestGap: 0, clipped: 0, silent: 0, spoken: 0, unclear: 0, odd: 0},
};

/** A side that has spoken for ten seconds. */
export const talking: AudioFigures = {
  ...{...silent, frames: 500, bytes: 320_000, firstAt: 500, firstSoundAt: 600, lastAt: 9980},
  ...{pace: 50, rate: 16_000, jitter: 1.6, level: -18.4, peak: -3.2, silent: 0.3},
};

export const queue: Figures['queue'] = {
  ahead: 0,
  most: 4000,
  underruns: 0,
  starved: 0,
  lost: 0,
  cleared: 2300,
  unasked: 0,
};

const said = (from: 'vonage' | 'application', body: object): MediaEvent => ({
  kind: 'text',
  from,
  body: JSON.stringify(body),
});

/** The caller speaks from 1 s on for 2 s; the agent answers 0.84 s later, and is interrupted. */
export const agentCall = observed(
  news(alice, 'started', 0),
  news(alice, 'ringing', 0),
  answer(alice, 0.1, [{action: 'connect', endpoint: [{type: 'websocket', uri: 'wss://abc.example.com/agent'}]}]),
  news(agent, 'started', 1),
  media(1.1, {kind: 'open', path: '/agent', ms: 12, to: 'http://127.0.0.1:5000'}),
  media(1.1, said('vonage', {event: 'websocket:connected', 'content-type': 'audio/l16;rate=16000'})),
  news(agent, 'answered', 1.2),
  news(alice, 'answered', 1.2),
  media(5, {
    kind: 'turn',
    turn: {from: 1000, to: 3000, sentAt: 3640, heardAt: 3840, latency: 840, inApplication: 640, inQueue: 200},
  }),
  media(6.1, {
    kind: 'figures',
    figures: {
      ...{at: 5000, vonage: talking, application: talking, queue},
      strip: {
        from: 0,
        vonage: `${'@'.repeat(10)}${'Z'.repeat(20)}${'@'.repeat(20)}`,
        application: `${'@'.repeat(38)}${'T'.repeat(12)}`,
      },
    },
  }),
  media(7, said('application', {action: 'clear'})),
  media(7, said('vonage', {event: 'websocket:cleared'})),
  media(7.4, {
    kind: 'barge-in',
    bargeIn: {at: 5700, to: 6200, clearAt: 5900, clearedAt: 5910, silentAt: 5920, thrownAway: 2300},
  }),
  media(10.1, {kind: 'close', by: 'application', code: 4001, reason: 'enough \x1b[2J', at: 9000}),
  news(agent, 'completed', 11),
  news(alice, 'completed', 11),
);
