import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {behindSayer, closeSession} from '../../source/run/behind.js';
import type {Session} from '../../source/run/session.js';
import {sessionFacts} from '../../source/store/session-facts.js';
import {emptyWorld} from '../../source/world/world.js';
import {watchedCall} from '../helpers/session.js';

const behind = {observations: 1200, bytes: 3_140_000};
const text = '1200 observations (3.1 MB) recorded, not shown yet';

describe('what is recorded and not shown yet', () => {
  it('has a row in the session while there is some', () => {
    const rows = (options: Parameters<typeof watchedCall>[0]) =>
      sessionFacts(watchedCall(options).store.getSnapshot()).filter(({name}) => name === 'behind');
    expect(rows({behind: () => behind})).toEqual([{name: 'behind', kind: 'text', text}]);
    expect(rows({behind: () => ({observations: 0, bytes: 0})})).toEqual([]);
    expect(rows({})).toEqual([]);
  });

  it('is said in lines at once, and then now and then', () => {
    let now = 0;
    const say = behindSayer(
      () => behind,
      () => now,
    );
    expect(say()).toMatchObject({part: 'listener', text: `More comes than can be shown: ${text}.`});
    now = 4999;
    expect(say()).toBeUndefined();
    now = 5000;
    expect(say()).toBeDefined();
    expect(behindSayer()()).toBeUndefined();
  });

  it.each([
    ['/tmp/r.ndjson', 'convo-monitor open /tmp/r.ndjson shows them.'],
    [undefined, 'Nothing was recorded.'],
  ])('is said at the end, which does not wait for it, with %s', async (file, where) => {
    const said: string[] = [];
    const stderr = vi.spyOn(process.stderr, 'write').mockImplementation(text => said.push(String(text)) > 0);
    onTestFinished(() => stderr.mockRestore());
    const session = (last?: number) => ({file, close: async () => last}) as Session;
    const world = {...emptyWorld(), seq: 20};
    await closeSession(session(), world);
    expect(said).toEqual([]);
    await closeSession(session(50), world);
    expect(said).toEqual([`More came than could be shown: 30 observations came after what was shown last. ${where}\n`]);
  });
});
