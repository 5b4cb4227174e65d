import {afterEach, describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {factOf} from '../../source/vonage/facts.js';
import {apiDraft, eventDraft, observe, rtcDraft} from '../helpers/seed.js';

const zone = process.env.TZ;
afterEach(() => {
  process.env.TZ = zone;
});

const stamped = (timestamp: string): Observation[] =>
  observe([
    eventDraft({uuid: 'a', conversation_uuid: 'CON-1', status: 'ringing', timestamp}),
    rtcDraft({type: 'sip:ringing', timestamp, body: {channel: {id: 'a'}}}),
    apiDraft('events', [{type: 'sip:ringing', timestamp, body: {channel: {id: 'a'}}}]),
    apiDraft('calls', {_embedded: {calls: [{uuid: 'a', status: 'completed', end_time: timestamp}]}}),
  ]);

/** When it happened, as each kind of observation says. */
function stamps(observations: readonly Observation[]) {
  return observations.map(factOf).flatMap(fact => {
    if (fact.source === 'api')
      return [
        ...(fact.answer?.events ?? []).map(({at}) => at),
        ...(fact.answer?.legs ?? []).map(({endTime}) => endTime),
      ];
    if (fact.source !== 'webhook') return [];
    if (fact.told.kind === 'event') return [fact.told.event.at];
    return 'at' in fact.told ? [fact.told.at] : [];
  });
}

describe('A stamp', () => {
  it.each(['UTC', 'America/New_York', 'Asia/Kolkata'])('without a zone is UTC, on a machine in %s', machine => {
    process.env.TZ = machine;
    const at = Date.UTC(2026, 6, 1, 12, 0, 0, 250);
    for (const text of [
      '2026-07-01T12:00:00.250',
      '2026-07-01 12:00:00.250',
      '2026-07-01T12:00:00.250Z',
      '2026-07-01T14:00:00.250+02:00',
    ])
      expect(stamps(stamped(text)), text).toEqual([at, at, at, at]);
  });

  it.each(['', 'yesterday', '1969-01-01T00:00:00Z', '9999-01-01T00:00:00Z', '2026-13-01T00:00:00Z'])(
    'is none: "%s"',
    text => {
      expect(stamps(stamped(text))).toEqual([undefined, undefined, undefined, undefined]);
    },
  );
});

describe('What an event says beside its type', () => {
  const channel = {id: 'a'};
  it.each<[string | undefined, string, object]>([
    ['5', 'audio:dtmf', {digit: '5', channel}],
    ['67', 'audio:dtmf', {digits: 67, channel}],
    ['speech="sales"', 'audio:asr:done', {asr: {results: [{word: 'sales', confidence: 0.9}], error: null}, channel}],
    ['speech="sales"', 'audio:asr:done', {asr: {results: [null, {text: 'sales'}]}}],
    ['ERR1', 'audio:asr:done', {asr: {results: [], error: 'ERR1'}}],
    ['start_timeout', 'audio:asr:done', {asr: {results: [], error: null, timeout_reason: 'start_timeout'}}],
    [undefined, 'audio:asr:done', {asr: null}],
    ['20480 bytes', 'audio:record:done', {recording_id: 'r', size: '20480', destination_url: 'https://x'}],
    ['voice not found', 'audio:say:done', {say_id: 's', error: {text: 'voice not found'}}],
    ['404', 'audio:play:done', {play_id: 'p', error: {code: 404}}],
    ['failed', 'audio:transcribe:done', {recording_id: 'r', error: 'failed'}],
    ['busy_here', 'leg:status:update', {leg_id: 'a', status: 'completed', state: {reason: 'busy_here'}}],
    [undefined, 'leg:status:update', {leg_id: 'a', status: 'completed', state: {reason: 'ok'}}],
    ['busy_here', 'sip:hangup', {channel, reason: {code: 'busy_here', sip_code: 486}}],
    ['hello', 'message', {text: 'hello'}],
    [undefined, 'audio:say:done', {say_id: 's', error: {}}],
    [undefined, 'custom:a', {error: [1]}],
  ])('%s: %s', (note, type, body) => {
    const [observation] = observe([rtcDraft({type, conversation_id: 'CON-1', body})]);
    const fact = observation && factOf(observation);
    expect(fact).toMatchObject({told: {kind: 'event', event: {note}}});
  });
});
