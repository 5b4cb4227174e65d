import {describe, expect, it} from 'vitest';
import {excessOf} from '../../source/text/json-values.js';
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
    ['[[],[]]', {values: 4}, undefined],
    ['[[],[]]', {values: 3}, 'values'],
    ['[[],[]]', {depth: 2}, undefined],
    ['[[],[[]]]', {depth: 2}, 'depth'],
    ['{"a":{}}', {values: 1}, 'values'],
    ['{"a":{"b":[]}}', {depth: 2}, 'depth'],
    ['"[[[[,,,,"', {values: 0, depth: 0}, undefined],
    ['"\\"[[', {values: 0}, undefined],
    ['"\\\\"[', {values: 0}, 'values'],
    ['[][][]', {depth: 1}, undefined],
    ['', {values: 0}, undefined],
  ])('%s, bounded by %j: %s', (text, bounds, excess) => {
    expect(excessOf(text, bounds)).toBe(excess);
  });
});
