import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createTicker} from '../../source/run/ticker.js';

beforeEach(() => void vi.useFakeTimers({now: 0}));
afterEach(() => void vi.useRealTimers());

function ticking(now = () => performance.now()) {
  const ticks: [due: number, at: number][] = [];
  return {ticks, ticker: createTicker(now, due => ticks.push([due, performance.now()]))};
}

describe('A ticker', () => {
  it('calls back once, at what was due last', () => {
    const {ticks, ticker} = ticking();
    ticker.wait(1000);
    ticker.wait(300);
    vi.advanceTimersByTime(5000);
    expect(ticks).toEqual([[300, 300]]);
  });

  it('calls back though it is told the same again and again', () => {
    const {ticks, ticker} = ticking(() => 0);
    for (let i = 0; i < 20; i++) {
      ticker.wait(10);
      vi.advanceTimersByTime(1);
    }
    expect(ticks[0]).toEqual([10, 10]);
  });

  it('calls back sooner where the clock runs ahead', () => {
    let ahead = 0;
    const {ticks, ticker} = ticking(() => performance.now() + ahead);
    ticker.wait(1000);
    ahead = 900;
    ticker.wait(1000);
    vi.advanceTimersByTime(5000);
    expect(ticks).toEqual([[1000, 100]]);
  });

  it('waits for nothing where nothing is due, nor after its end', () => {
    const {ticks, ticker} = ticking();
    ticker.wait(100);
    ticker.wait();
    ticker.wait(200);
    ticker.close();
    ticker.wait(300);
    vi.advanceTimersByTime(5000);
    expect([ticks, vi.getTimerCount()]).toEqual([[], 0]);
  });
});
