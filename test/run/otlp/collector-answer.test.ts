import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {partIn, reasonIn} from '../../../source/run/otlp/collector-answer.js';

const answered = (type: string | undefined, body: string | Uint8Array) => ({
  status: 400,
  headers: {'content-type': type},
  body: Buffer.from(body as string),
});

/** A field of a message of protobuf: an integer below 128, or bytes fewer than that. */
const field = (number: number, value: number | string | Buffer): Buffer =>
  typeof value === 'number'
    ? Buffer.from([number << 3, value])
    : Buffer.concat([Buffer.from([(number << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value as string)]);

const protobuf = 'application/x-protobuf';

describe('what a collector says', () => {
  it.each([
    [protobuf, Buffer.concat([field(1, 3), field(2, 'no spans')]), 'no spans'],
    [`${protobuf}; charset=x`, field(2, 'zu groß'), 'zu groß'],
    [protobuf, '', ''],
    ['application/json', '{"code":3,"message":"no spans"}', 'no spans'],
    ['application/json', '{}', ''],
    ['text/plain; charset=utf-8', '404 page\n not found\n', '404 page not found'],
    [undefined, 'bad', 'bad'],
  ])('%s %j: its reason is %j', (type, body, reason) => {
    expect(reasonIn(answered(type, body))).toBe(reason);
  });

  it.each([
    [protobuf, '', {rejected: 0, why: ''}],
    [protobuf, field(1, Buffer.concat([field(1, 3), field(2, 'too old')])), {rejected: 3, why: 'too old'}],
    [protobuf, field(1, field(2, 'slow down')), {rejected: 0, why: 'slow down'}],
    [protobuf, field(1, 7), {rejected: 0, why: ''}],
    [
      'application/json',
      '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}',
      {rejected: 3, why: 'too old'},
    ],
    ['application/json', '{"partialSuccess":{"rejectedDataPoints":2}}', {rejected: 2, why: ''}],
    ['application/json', '{"partialSuccess":{}}', {rejected: 0, why: ''}],
    ['text/html', '<p>', {rejected: 0, why: ''}],
  ])('%s %j: it did not take %j', (type, body, part) => {
    expect(partIn(answered(type, body))).toEqual(part);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.uint8Array({maxLength: 200}), fc.constantFrom(protobuf, 'application/json'), (body, type) => {
        expect(typeof reasonIn(answered(type, body))).toBe('string');
        expect(typeof partIn(answered(type, body)).rejected).toBe('number');
      }),
    );
  });
});
