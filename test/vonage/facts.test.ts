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
