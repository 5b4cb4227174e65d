import {describe, expect, it} from 'vitest';
import {AHEAD, HELD, handOver, PIECE} from '../../source/run/observer/handover.js';
import {until} from '../helpers/until.js';

/** A line of a recording of about so many bytes. */
const lineOf = (seq: number, bytes = 100) => `{"seq":${seq},"at":0,"source":"tick","x":"${'x'.repeat(bytes)}"}\n`;

/** What was handed over, and a recording in memory; `taken` says that the other side is done with all of it. */
function rig({isRecorded = true, oneLine = 1000} = {}) {
  let file: Buffer = Buffer.alloc(0);
  let next = 1;
  const pieces: {seqs: number[]; bytes: number; offset: number | undefined}[] = [];
  const lost: number[] = [];
  const caughtUp: number[] = [];
  let ahead = 0;
  const handover = handOver({
    ...(isRecorded && {recording: {read: async (offset, bytes) => file.subarray(offset, offset + bytes)}}),
    post(block, offset) {
      const lines = Buffer.from(block).toString().trimEnd().split('\n');
      pieces.push({seqs: lines.map(line => JSON.parse(line).seq), bytes: block.length, offset});
      ahead += block.length;
    },
    onLost: (first, count) => lost.push(...Array.from({length: count}, (_, index) => first + index)),
    onCaughtUp: ({observations}) => caughtUp.push(observations),
  });
  return {
    handover,
    pieces,
    lost,
    caughtUp,
    seqs: () => pieces.flatMap(({seqs}) => seqs),
    /** Writes so many lines as one block. */
    write(count: number, bytes = oneLine) {
      const block = Buffer.from(Array.from({length: count}, (_, index) => lineOf(next + index, bytes)).join(''));
      const offset = isRecorded ? file.length : undefined;
      if (isRecorded) file = Buffer.concat([file, block]);
      handover.add(new Uint8Array(block), {offset, first: next, count});
      next += count;
    },
    taken() {
      const bytes = ahead;
      ahead = 0;
      handover.taken(bytes);
    },
    change: (make: (file: Buffer) => Buffer) => {
      file = make(file);
    },
    last: () => next - 1,
  };
}

const upTo = (last: number) => Array.from({length: last}, (_, index) => index + 1);

describe('handing over to a main thread that is busy', () => {
  it('goes on at once while there is little, with the place of each piece', () => {
    const {write, pieces, handover} = rig({oneLine: 0});
    write(1);
    write(2);
    expect(pieces).toMatchObject([
      {seqs: [1], offset: 0},
      {seqs: [2, 3], offset: lineOf(1, 0).length},
    ]);
    expect(handover.behind()).toEqual({observations: 0, bytes: 0});
  });

  it('gives whole lines, in pieces that take a turn each', () => {
    const {write, pieces, seqs} = rig();
    write(500);
    expect(seqs()).toEqual(upTo(500));
    expect(Math.max(...pieces.map(({bytes}) => bytes))).toBeLessThanOrEqual(PIECE);
    write(1, 3 * PIECE);
    expect(pieces.at(-1)).toMatchObject({seqs: [501], bytes: expect.toSatisfy((bytes: number) => bytes > 3 * PIECE)});
  });

  it('holds back what is too much, and reads it from the recording in order, to the last line', async () => {
    const {write, pieces, seqs, handover, taken, caughtUp, last} = rig();
    for (let n = 0; n < 100; n++) write(200);
    const before = pieces.reduce((sum, {bytes}) => sum + bytes, 0);
    expect(before).toBeLessThanOrEqual(AHEAD + PIECE);
    expect(handover.behind().observations).toBe(last() - seqs().length);
    await until(() => {
      taken();
      expect(seqs()).toHaveLength(last());
    });
    expect(seqs()).toEqual(upTo(last()));
    expect(handover.behind()).toEqual({observations: 0, bytes: 0});
    expect(caughtUp).toHaveLength(1);
    for (const {
      offset,
      seqs: [first = 0],
    } of pieces)
      expect(offset).toBe(lengthBefore(first, 1000));
  });

  it('reads a line that is longer than a piece', async () => {
    const {write, seqs, taken} = rig({oneLine: AHEAD});
    for (let n = 0; n < 4; n++) write(1);
    await until(() => {
      taken();
      expect(seqs()).toEqual([1, 2, 3, 4]);
    });
  });

  it('says what another program took out of the file, and goes on behind it', async () => {
    const {write, seqs, lost, taken, change} = rig({oneLine: AHEAD});
    write(1);
    write(2);
    change(file => Buffer.alloc(file.length, 'x'));
    await until(() => {
      taken();
      expect(lost).toEqual([2, 3]);
    });
    write(1);
    expect(seqs()).toEqual([1, 4]);
  });

  it('keeps a bounded amount in memory where nothing is recorded, and counts what it had to leave out', () => {
    const {write, seqs, lost, taken, last} = rig({isRecorded: false, oneLine: 100_000});
    while (lost.length < 10) write(1);
    const kept = last() - lost.length;
    expect(kept * 100_000).toBeLessThan(HELD + AHEAD + 200_000);
    for (let n = 0; n < 1000; n++) taken();
    expect(seqs()).toEqual(upTo(kept));
    write(1);
    expect(seqs().at(-1)).toBe(last());
  });

  it('is drained when the other side is done, or after a while', async () => {
    const {write, handover, taken} = rig();
    await handover.drained(1e9);
    write(1);
    await handover.drained(1);
    const drained = handover.drained(1e9);
    taken();
    await drained;
  });
});

function lengthBefore(seq: number, bytes: number): number {
  let length = 0;
  for (let each = 1; each < seq; each++) length += lineOf(each, bytes).length;
  return length;
}
