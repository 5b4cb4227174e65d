import {describe, expect, it} from 'vitest';
import {hasMoreValues} from '../../source/text/json-values.js';
import {readFields} from '../../source/vonage/webhook.js';

const read = (body: string, type = 'application/json') =>
  readFields({method: 'POST', path: '/webhooks/event', headers: {'content-type': type}, body});

const keys = (count: number) => JSON.stringify(Object.fromEntries(Array.from({length: count}, (_, n) => [`k${n}`, n])));

describe('a body that holds more than any webhook does', () => {
  it.each([
    ['names', keys(2001)],
    ['numbers', `{"a":[${'1,'.repeat(2000)}1]}`],
    ['brackets in each other', `{"a":${'['.repeat(2000)}${']'.repeat(2000)}}`],
    ['brackets that never end', '['.repeat(2001)],
    ['empty objects', `{"a":[${'{},'.repeat(1500)}{}]}`],
    ['a form', 'a&'.repeat(3000), 'application/x-www-form-urlencoded'],
  ])('is not read, because that would take long: %s', (_what, body, type?: string) => {
    expect(read(body, type)).toBe('the body has more than 2000 values');
  });

  it('is one with many values, not one with a long text', () => {
    expect(read(keys(1000))).toMatchObject({k999: 999});
    const text = '[{,"a\\":,}]'.repeat(10_000);
    expect(read(JSON.stringify({text, after: 1}))).toEqual({text, after: 1});
    expect(read(`{"a":${'['.repeat(1900)}${']'.repeat(1900)}}`)).toHaveProperty('a');
  });

  it('keeps a part of a query as the text that it is', () => {
    const dtmf = `[${'1,'.repeat(3000)}1]`;
    expect(read(`dtmf=${dtmf}`, 'application/x-www-form-urlencoded')).toMatchObject({dtmf});
  });
});

describe('counting what JSON holds', () => {
  it.each([
    ['[[],[]]', 4, false],
    ['[[],[]]', 3, true],
    ['{"a":{}}', 1, true],
    ['"[[[[,,,,"', 0, false],
    ['"\\"[[', 0, false],
    ['"\\\\"[', 0, true],
    ['', 0, false],
  ])('%s has more than %i: %s', (text, most, expected) => {
    expect(hasMoreValues(text, most)).toBe(expected);
  });
});
