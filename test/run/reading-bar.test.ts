import {afterEach, describe, expect, it, vi} from 'vitest';
import {barBelow} from '../../source/run/reading-bar.js';
import * as foreground from '../../source/terminal/foreground.js';

vi.mock('../../source/terminal/foreground.js', {spy: true});

/** What a bar writes within so many seconds, on a terminal or not. */
function written(seconds: number, isTTY: boolean): string[] {
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
  vi.mocked(foreground.isInForeground).mockReturnValue(true);
  vi.stubEnv('TERM', 'xterm');
  const before = process.stderr.isTTY;
  process.stderr.isTTY = isTTY;
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  let forMs = 0;
  const unbar = barBelow('Looking', () => {
    forMs += 400;
    return {done: 25e6, of: 100e6, unit: 'bytes', forMs, leftMs: 7000};
  });
  vi.advanceTimersByTime(seconds * 1000);
  unbar();
  process.stderr.isTTY = before;
  return write.mock.calls.map(([text]) => String(text));
}

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('a bar while something is looked through', () => {
  it('says how much was done and how long the rest takes, and goes', () => {
    const all = written(3, true);
    expect(all[0]).toBe('\r\x1b[KLooking: 25 % of 100.0 MB · 7 s left\r');
    expect(all.at(-1)).toBe('\r\x1b[K');
  });

  it('is not there for what is done at once, nor where no terminal is', () => {
    expect(written(0.1, true)).toEqual([]);
    expect(written(3, false)).toEqual([]);
  });
});
