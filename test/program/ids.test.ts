import {describe, expect, it} from 'vitest';
import {UsageError} from '../../source/config/problem.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {applicationId, conversationId} from '../../source/program/values.js';
import {machine} from '../config/machine.js';

const uuid = '0d7f6f4e-1111-4c4b-9a63-2f8d1a0c7e01';
const con = `CON-${uuid}`;

describe('--conversation', () => {
  it.each([con, ` ${con} `])('takes a conversation’s id: %s', text => {
    expect(conversationId(text)).toBe(con);
  });

  it.each([
    [uuid, `a UUID. If it is the conversation’s, write ${con}; a leg’s uuid has that form`],
    [uuid.toUpperCase(), 'If it is the conversation’s, write CON-0D7F'],
    ['8b1f0c2e4d5a49d8a0f7c3b2e1d4f601', 'inbound leg. Take conversation_uuid from the same webhook'],
    ['CON-0d7f6f4e', 'copy all of it'],
    ['CON-', 'copy all of it'],
    ['NAM-6e1b5eb5', 'a conversation’s name. GET /v1/conversations has the id to each name'],
    ['support', 'a name, perhaps. Take conversation_uuid from any webhook'],
    ['weekly meeting', 'a name, perhaps'],
    ['', 'a name, perhaps'],
    [`MEM-${uuid}`, 'a member’s id. Take conversation_uuid from any webhook'],
    [`USR-${uuid}`, 'a user’s id'],
    ['447700900000', 'a phone number'],
    ['abcd1234', 'an API key'],
    ['./private.key', 'the name of a key file'],
    [`https://api.nexmo.com/v1/conversations/${con}/events`, `Give ${con}`],
    [`"${con}"`, `Give ${con}`],
    [`${con},${con}`, `Give ${con}`],
  ])('is refused with the way to the right one: %s', (text, hint) => {
    expect(() => conversationId(text)).toThrow(UsageError);
    expect(() => conversationId(text)).toThrow(hint);
  });
});

const others = [
  con,
  `MEM-${uuid}`,
  '8b1f0c2e4d5a49d8a0f7c3b2e1d4f601',
  './private.key',
  '-----BEGIN PRIVATE KEY-----\nx',
];

describe('An id of another kind', () => {
  const saidOf = (flags: Record<string, string>) => resolveConfig(machine({flags})).errors.map(({message}) => message);

  it.each([...others, 'abcd1234', '447700900000'])('is no application’s: %s', text => {
    expect(saidOf({applicationId: text})).toEqual([
      expect.stringMatching(/^The application id .* copy it from Vonage/),
    ]);
    expect(saidOf({applicationId: text}).join()).not.toContain(text);
    expect(() => applicationId(text)).toThrow(UsageError);
  });

  it.each([...others, uuid])('is no API key: %s', text => {
    expect(saidOf({apiKey: text})).toEqual([expect.stringMatching(/^The API key .* copy it from Vonage/)]);
  });

  it('is not guessed where it may be right', () => {
    expect(saidOf({applicationId: uuid, apiKey: 'abcd1234', signatureSecret: uuid})).toEqual([]);
    expect(saidOf({applicationId: 'my-application', apiKey: '12345678'})).toEqual([]);
    expect(applicationId(uuid)).toBe(uuid);
  });
});
