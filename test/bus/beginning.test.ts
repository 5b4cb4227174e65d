import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {observationOfBeginning} from '../../source/bus/beginning.js';
import type {Observation} from '../../source/call/observation.js';
import {observationLine} from '../../source/recording/line.js';

const body = 'é "\\u0041\\ud83d\\ude00" \n {"a":[1,{"b":"}"}]} 😀';
const page: Observation = {
  ...({seq: 7, at: 5, source: 'api', ms: 3} as const),
  request: {kind: 'events', conversation: 'CON-1', path: '/v1/"x"'},
  raw: {status: 200, headers: {'content-type': 'text/plain'}, body},
};
const line = Buffer.from(observationLine(page).trimEnd());
const from = line.indexOf('"body":"') + '"body":"'.length;

describe('the beginning of a line', () => {
  it('that breaks off in the body gives the observation with the beginning of the body, wherever that is', () => {
    for (let length = from; length < line.length - 3; length++) {
      const found = observationOfBeginning(line.subarray(0, length), 99);
      expect(found).toMatchObject({...page, raw: {status: 200, cut: 99, body: expect.any(String)}});
      if (found?.source === 'api')
        expect(body.startsWith(found.raw?.body.replace(/[\ud800-\udbff]$/, '') ?? '?')).toBe(true);
    }
  });

  it('that breaks off before gives nothing', () => {
    for (let length = 0; length < from; length++)
      expect(observationOfBeginning(line.subarray(0, length), 99)).toBeUndefined();
  });

  it('throws nothing, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({unit: 'binary'}), fc.json()), given => {
        observationOfBeginning(Buffer.from(given as string), 1);
      }),
    );
  });
});
