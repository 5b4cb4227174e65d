import {describe, expect, it} from 'vitest';
import {maskObservation, maskText, maskValue} from '../../source/output/mask.js';
import {partiesOf} from '../../source/world/read/state.js';
import {answerDraft, apiDraft, CALL, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {worldOf} from './seed-call.js';

describe('An observation', () => {
  it('is read as before, with numbers that nobody can call', () => {
    const seen = [answerDraft, ...tableWebhooks().map(eventDraft)];
    const call = worldOf(observe(seen).map(maskObservation));
    const conversation = call.conversations.get(CALL);
    expect(conversation && partiesOf(call, conversation)).toEqual({
      direction: 'inbound',
      from: '44••••••0001',
      to: '44••••••0002',
    });
    expect(conversation?.rows).toHaveLength(9);
  });

  it('stays JSON where a number is no text, and keeps its times', () => {
    const [masked] = observe([apiDraft('events', {to: 447700900123, at: 1540459578991, price: 0.0115, id: 12})]).map(
      maskObservation,
    );
    expect(masked?.source === 'api' && JSON.parse(masked.raw?.body ?? '')).toEqual({
      to: '44••••••0123',
      at: 1540459578991,
      price: 0.0115,
      id: 12,
    });
  });

  it('keeps sizes and lengths', () => {
    expect(maskText('{"size": 12345678, "to": 447700900123}')).toBe('{"size": 12345678, "to": "44••••••0123"}');
  });

  it('has none in the names of its fields, in a body that was cut, or in one that is no text', () => {
    expect(maskValue({447700900123: 'a'})).toEqual({'44••••••0123': 'a'});
    expect(maskText('{"to":"447700900123","text":"\\"447700900123')).toBe(
      '{"to":"44••••••0123","text":"\\"44••••••0123',
    );
    const bytes = (text: string) => ({encoding: 'base64', body: Buffer.from(text, 'latin1').toString('base64')});
    expect(maskValue(bytes('to=447700900123\xff'))).toEqual(bytes('to=44******0123\xff'));
  });
});
