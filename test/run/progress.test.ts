import {describe, expect, it} from 'vitest';
import {createProgress} from '../../source/run/progress.js';

/** Reads so many bytes in each of some seconds. */
function read(of: number | undefined, bytesASecond: readonly number[]) {
  let at = 0;
  const progress = createProgress(of, {now: () => at});
  for (const bytes of bytesASecond) {
    at += 1000;
    progress.add(bytes);
  }
  return progress;
}

describe('how far a recording has been read', () => {
  it('tells how long the rest takes at the same pace', () => {
    expect(read(100, [10, 10, 10]).look()).toEqual({done: 30, of: 100, unit: 'bytes', forMs: 3000, leftMs: 7000});
  });

  it('takes the pace of late', () => {
    expect(read(100, [40, 10, 1, 1, 1, 1, 1, 1]).look()?.leftMs).toBe(44_000);
  });

  it('knows nothing of what is left of a pipe, nor before anything came', () => {
    expect(read(undefined, [10]).look()).toEqual({done: 10, of: undefined, unit: 'bytes', forMs: 1000});
    expect(read(100, []).look()).toEqual({done: 0, of: 100, unit: 'bytes', forMs: 0});
  });

  it('takes what is still to be read from what reads it, also when that begins anew', () => {
    const progress = createProgress(undefined, {unit: 'messages', now: () => 0});
    progress.expect(10);
    progress.add(4);
    expect(progress.look()).toMatchObject({done: 4, of: 10, unit: 'messages'});
    progress.expect(8);
    expect(progress.look()).toMatchObject({done: 4, of: 12});
  });

  it('is over when it has ended', () => {
    const progress = read(100, [100]);
    progress.end();
    expect(progress.look()).toBeUndefined();
  });
});
