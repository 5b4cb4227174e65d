import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {maskNumbers, maskObservation} from '../../source/output/mask.js';
import {partiesOf} from '../../source/world/read/state.js';
import {answerDraft, apiDraft, CALL, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {worldOf} from './seed-call.js';

describe('A phone number', () => {
  it.each([
    ['447700900123', '44••••••0123'],
    ['+447700900123', '+44••••••0123'],
    ['from=447700900123&to=%2B14155550100', 'from=44••••••0123&to=%2B14•••••0100'],
    ['sip:447700900123@example.com', 'sip:44••••••0123@example.com'],
    ['call +44 7700 900123 now', 'call +44 •••• ••0123 now'],
    ['+1 (415) 555-0100', '+1 (4••) •••-0100'],
    ['"5550100"', '"55•0100"'],
    ['to 447700900123.', 'to 44••••••0123.'],
  ])('%s is shown as %s', (text, shown) => {
    expect(maskNumbers(text)).toBe(shown);
  });

  it.each([
    'CON-bc643220-2542-499a-892e-c982c4150c06',
    '797168e24c19a3c45e74e05b10fef2b5',
    '30cecc87-7ac9-4d03-910a-123456789012',
    '2018-10-25T09:26:18.991Z',
    '1540459578991',
    '1540459578',
    '0.01150000',
    '/v1/conversations/CON-1/events?page_size=100',
    '192.168.100.100:3000',
  ])('is not what %s is', text => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('is as long as it was, and hidden once is hidden for good', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^\+?[2-9]\d{7,14}$/), (around, number) => {
        const masked = maskNumbers(`${around} ${number}`);
        expect(masked).not.toContain(number);
        expect(masked).toHaveLength(`${around} ${number}`.length);
        expect(maskNumbers(masked)).toBe(masked);
      }),
    );
  });
});

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
});
