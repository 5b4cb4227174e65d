import {describe, expect, it, onTestFinished, vi} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {startAlerts} from '../../../source/run/alerts/alerts.js';
import {type Alerts, alertsOf} from '../../../source/run/alerts/asked.js';
import type {Source} from '../../../source/run/source.js';
import {createFeed} from '../../../source/store/feed.js';
import {factOf} from '../../../source/vonage/facts.js';
import {busy} from '../../helpers/calls.js';
import {calls} from '../../helpers/several-calls.js';

/** How often the bell sounds while these are observed. */
function rings(alerts: Alerts | undefined, observations: readonly Observation[], source: Partial<Source> = {}): number {
  vi.useFakeTimers({toFake: ['performance']});
  onTestFinished(() => void vi.useRealTimers());
  let count = 0;
  const started = startAlerts(alerts ?? {bell: []}, {
    source,
    ring: () => count++,
    say: () => undefined,
  });
  const feed = createFeed(factOf);
  feed.listen(started.listener);
  let before = observations[0]?.at ?? 0;
  for (const each of observations) {
    vi.advanceTimersByTime(each.at - before);
    before = each.at;
    feed.take([each]);
  }
  started.finish(feed.world());
  return count;
}

describe('--bell', () => {
  it('sounds at what was asked for', async () => {
    expect(rings(await alertsOf({bell: ['problem']}), busy)).toBe(1);
    expect(rings(await alertsOf({bell: ['status:no-such', 'dtmf']}), busy)).toBe(0);
  });

  it('sounds once a second at most', async () => {
    const bell = await alertsOf({bell: ['is:live', 'is:ended']});
    // Events at 0, 0.1, 0.3, 2.5, 4, 4 and 4.2 s.
    expect(rings(bell, busy)).toBe(3);
  });

  it('is silent about what was in a recording before it was followed to its end', async () => {
    const all = calls(['busy', 0], ['busy', 100]);
    const bell = await alertsOf({bell: ['busy']});
    const reading = {done: 1, of: 2, unit: 'bytes', forMs: 1} as const;
    let left = 20;
    expect(rings(bell, all)).toBe(2);
    expect(rings(bell, all, {mode: 'replay', follows: true, reading: () => (left-- > 0 ? reading : undefined)})).toBe(
      1,
    );
    expect(rings(bell, all, {mode: 'replay', follows: true, reading: () => reading})).toBe(0);
  });
});

describe('when something is to be told', () => {
  it.each([
    [{execOn: ['problem']}, '--exec-on says when a command is run: name the command, --exec COMMAND.'],
    [{bell: ['probelm']}, /^--bell takes problem, ended, .* it was "probelm": did you mean problem\?/],
    [{exec: 'true', execOn: ['anwsered']}, /did you mean answered\?/],
    [{exec: 'true', execOn: [' ']}, /^--exec-on takes problem, ended, a status of a leg \(started, /],
    [{bell: ['lge:L1']}, '--bell, at character 1: no such field: lge — did you mean leg?'],
  ])('%o is refused', async (given, why) => {
    const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    onTestFinished(() => stderr.mockRestore());
    await expect(alertsOf(given)).rejects.toThrow(why);
  });

  it('a command is run at problems where nobody says when', async () => {
    const alerts = await alertsOf({exec: 'true'});
    expect(alerts).toEqual({bell: [], exec: {command: 'true', whens: [{written: 'problem', what: 'problem'}]}});
    expect(await alertsOf({})).toBeUndefined();
  });

  it('a status is what the event itself reports', async () => {
    expect(rings(await alertsOf({bell: ['busy']}), busy)).toBe(1);
    expect(rings(await alertsOf({bell: ['Timeout']}), busy)).toBe(0);
  });
});
