import {expect, test} from 'vitest';
import type {Sender} from '../../source/call/media.js';
import {readMediaText} from '../../source/vonage/media-text.js';

test.each<[name: string, from: Sender, body: string, is: {isUnknown?: true; isNoJson?: true}]>([
  ['what Vonage says', 'vonage', '{"event":"websocket:dtmf","digit":"5","duration":260}', {}],
  ['what an application says', 'application', '{"action":"clear"}', {}],
  ['an action that Vonage does not know', 'application', '{"action":"mark"}', {isUnknown: true}],
  ['JSON that says "no JSON"', 'application', '{"error":"no JSON"}', {isUnknown: true}],
  ['a word', 'application', 'hello', {isUnknown: true, isNoJson: true}],
  ['a word that is JSON, but no object', 'vonage', '"hello"', {isUnknown: true, isNoJson: true}],
])('a text over a WebSocket: %s', (_, from, body, {isUnknown, isNoJson}) => {
  const text = readMediaText(from, body);
  expect([text.isUnknown, text.isNoJson]).toEqual([isUnknown, isNoJson]);
});
