import {describe, expect, it} from 'vitest';
import {readApplication} from '../../source/vonage/application.js';
import {readOwnedNumbers} from '../../source/vonage/owned-numbers.js';

describe('an application', () => {
  it('is read as the Application API shows it', () => {
    const webhook = (address: string, http_method: string) => ({address, http_method, socket_timeout: 5000});
    const json = {
      ...{id: 'a', name: 'My calls', keys: {public_key: 'PEM'}, privacy: {improve_ai: true}},
      capabilities: {
        voice: {
          ...{signed_callbacks: true, region: 'na-east', conversations_ttl: 48},
          webhooks: {
            answer_url: webhook('https://a.example/answer', 'GET'),
            event_url: webhook(' https://a.example/event', 'post'),
            fallback_answer_url: webhook('', 'GET'),
          },
        },
        rtc: {webhooks: {event_url: webhook('https://a.example/rtc', 'POST')}},
        messages: {},
      },
    };
    expect(readApplication(json)).toEqual({
      ...{id: 'a', name: 'My calls', publicKey: 'PEM'},
      voice: {
        ...{isSigned: true, region: 'na-east'},
        answer: {address: 'https://a.example/answer', method: 'GET'},
        event: {address: 'https://a.example/event', method: 'POST'},
      },
      rtc: {address: 'https://a.example/rtc', method: 'POST'},
    });
  });

  it.each([
    ['without capabilities', {id: 'a'}, {id: 'a'}],
    ['with odd ones', {id: 'a', capabilities: {voice: 'yes', rtc: []}}, {id: 'a'}],
    ['with odd webhooks', {id: 'a', capabilities: {voice: {webhooks: [1]}}}, {id: 'a', voice: {}}],
  ])('%s is read as far as it goes', (_, json, due) => {
    expect(readApplication(json)).toEqual(due);
  });

  it.each([undefined, null, 'text', 5, []])('is not %j', json => {
    expect(readApplication(json)).toBeUndefined();
  });
});

describe('numbers of an account', () => {
  it('are read as the Numbers API lists them', () => {
    const json = {
      count: 12,
      numbers: [
        {country: 'GB', msisdn: '447700900000', features: ['VOICE'], app_id: 'a'},
        {country: 'GB', msisdn: 447700900001, features: ['SMS', 5], voiceCallbackType: 'tel', voiceCallbackValue: '1'},
        {country: 'GB', msisdn: '447700900002', voiceCallbackType: 'app', voiceCallbackValue: 'a'},
        'nonsense',
      ],
    };
    expect(readOwnedNumbers(json)).toEqual({
      count: 12,
      numbers: [
        {number: '447700900000', features: ['VOICE']},
        {number: '447700900001', features: ['SMS'], forwardedTo: '1'},
        {number: '447700900002', features: []},
      ],
    });
  });

  it('are none in an empty object, and none at all in anything else', () => {
    expect(readOwnedNumbers({})).toEqual({count: 0, numbers: []});
    expect(readOwnedNumbers([])).toBeUndefined();
  });
});
