import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {Sender} from 'ws';
import {createFrameScanner} from '../../source/media/frames.js';

type Message = {opcode: number; fin: boolean; data: Buffer};

const bytesOf = ({opcode, fin, data}: Message, mask: boolean): Buffer =>
  Buffer.concat(Sender.frame(Buffer.from(data), {opcode, fin, mask, readOnly: false, rsv1: false}));

const data = (most: number) => fc.uint8Array({maxLength: most}).map(each => Buffer.from(each));
const control = fc.record({opcode: fc.constantFrom(9, 10), fin: fc.constant(true), data: data(125)});
const whole = fc.record({opcode: fc.constantFrom(1, 2, 2, 2), fin: fc.constant(true), data: data(700)});
/** A message in pieces, with a ping between. */
const inPieces = fc
  .tuple(fc.constantFrom(1, 2), data(300), control, data(300), data(70_000))
  .map(([opcode, one, between, two, three]): Message[] => [
    {opcode, fin: false, data: one},
    between,
    {opcode: 0, fin: false, data: two},
    {opcode: 0, fin: true, data: three},
  ]);
const messages = fc
  .array(
    fc.oneof(
      {weight: 4, arbitrary: whole.map(each => [each])},
      control.map(each => [each]),
      inPieces,
    ),
    {
      maxLength: 12,
    },
  )
  .map(each => each.flat());

describe('the frames of one direction', () => {
  it.each([true, false])('are all found, in order, however they are cut; masked: %s', isMasked => {
    fc.assert(
      fc.property(messages, fc.array(fc.integer({min: 1, max: 1500}), {minLength: 1, maxLength: 20}), (all, sizes) => {
        const bytes = Buffer.concat(all.map(each => bytesOf(each, isMasked)));
        const passing = Buffer.from(bytes);
        const frames = createFrameScanner(isMasked, 256 * 1024);
        const taken: Buffer[] = [];
        let [at, left] = [0, 0];
        for (let i = 0; at < bytes.length; i++) {
          const start = at;
          at = Math.min(bytes.length, start + (sizes[i % sizes.length] ?? 1));
          const audio = (each: Uint8Array) => {
            const head = bytesOf({opcode: 2, fin: true, data: Buffer.from(each)}, false);
            taken.push(head);
          };
          frames.take(passing, start, at, audio, other => {
            left += other.length;
            taken.push(Buffer.from(other));
          });
        }
        // Unmasked, what was taken as audio and what was left to others is what came.
        if (!isMasked) expect(Buffer.concat(taken)).toEqual(bytes);
        const audio = bytes.length - left;
        const most = all
          .filter(({opcode, fin}) => opcode === 2 && fin)
          .reduce((sum, each) => sum + bytesOf(each, isMasked).length, 0);
        expect(audio).toBeLessThanOrEqual(most);
      }),
    );
  });

  it.each([true, false])(
    'need nobody else while they are whole, nor after a message in pieces; masked: %s',
    isMasked => {
      const frames = createFrameScanner(isMasked, 1000);
      const heard: string[] = [];
      const other: number[] = [];
      const give = (bytes: Buffer) =>
        frames.take(
          bytes,
          0,
          bytes.length,
          each => heard.push(Buffer.from(each).toString()),
          each => other.push(each.length),
        );
      const frame = (text: string) => bytesOf({opcode: 2, fin: true, data: Buffer.from(text)}, isMasked);
      give(Buffer.concat([frame('one'), frame('two')]));
      give(frame(''));
      expect([heard, other]).toEqual([['one', 'two', ''], []]);
      const long = frame('x'.repeat(200));
      give(long.subarray(0, 3));
      give(long.subarray(3, 100));
      give(Buffer.concat([long.subarray(100), frame('read by another')]));
      expect(other.reduce((sum, each) => sum + each)).toBe(long.length + frame('read by another').length);
      give(frame('three'));
      expect(heard.at(-1)).toBe('three');
      give(frame('y'.repeat(1001)));
      expect(heard.at(-1)).toBe('three');
    },
  );
});
