import {expect, test} from 'vitest';
import type {Sender} from '../../source/call/media.js';
import {readMediaText} from '../../source/vonage/media-text.js';

test.each<[name: string, from: Sender, body: string, is: {isUnknown?: true; isNoJson?: true}, cut?: number]>([
  ['what Vonage says', 'vonage', '{"event":"websocket:dtmf","digit":"5","duration":260}', {}],
  ['what an application says', 'application', '{"action":"clear"}', {}],
  ['an action that Vonage does not know', 'application', '{"action":"mark"}', {isUnknown: true}],
  ['JSON that says "no JSON"', 'application', '{"error":"no JSON"}', {isUnknown: true}],
  ['a word', 'application', 'hello', {isUnknown: true, isNoJson: true}],
  ['a word that is JSON, but no object', 'vonage', '"hello"', {isUnknown: true, isNoJson: true}],
  ['JSON of which the beginning was kept', 'application', '{"type":"audio","delta":"AAAA', {isUnknown: true}, 9000],
  ['a long text of which the beginning was kept', 'application', 'hello', {isUnknown: true, isNoJson: true}, 9000],
])('a text over a WebSocket: %s', (_, from, body, {isUnknown, isNoJson}, cut) => {
  const text = readMediaText({from, body, cut});
  expect([text.isUnknown, text.isNoJson]).toEqual([isUnknown, isNoJson]);
});

test('a command of which the beginning was kept is known by its word', () => {
  const long = {from: 'application', body: '{"action":"notify","payload":"xxx', cut: 9000} as const;
  expect(readMediaText({...long, word: 'notify'})).toEqual({type: 'websocket:notify:asked', note: '9 kB'});
  expect(readMediaText({...long, word: ''})).toMatchObject({type: 'websocket:text', isUnknown: true});
});
