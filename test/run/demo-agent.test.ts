import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {type DemoApplication, startDemoApplication} from '../../source/run/demo-application.js';
import {callAgent} from '../../source/simulator/index.js';

describe('the agent of the demonstration', () => {
  let application: DemoApplication;
  beforeAll(async () => {
    application = await startDemoApplication(() => undefined);
  });
  afterAll(() => application.close());

  it('greets, answers, says what was heard, and stops when it is spoken over', {timeout: 60_000}, async () => {
    const to = `${application.url.replace('http', 'ws')}/socket/agent`;
    const media = await callAgent({to, says: [{forMs: 600}, {forMs: 1000, bargeInMs: 500}]});
    const [first, second] = media.turns;
    expect(media.firstAudioMs).toBeLessThan(first?.at ?? 0);
    // It thinks for 250 ms, then for 1500 ms, by a timer that is never early; the last 20 ms of words are still to be heard when they leave.
    expect(first?.latencyMs).toBeGreaterThanOrEqual(250 - 21);
    expect(second?.bargeIn?.clearMs).toBeDefined();
    expect(second?.latencyMs).toBeGreaterThanOrEqual(1500 - 21);
    expect(media.agent).toMatchObject({clears: 1, notifies: 2, oddFrames: 0, lostFrames: 0});
    expect(media.closed).toEqual({by: 'caller', code: 1000});
  });

  it('is not where sounds come back as they are', {timeout: 60_000}, async () => {
    const to = `${application.url.replace('http', 'ws')}/socket`;
    const {turns} = await callAgent({to, says: [{forMs: 400}], manners: {greetingMs: 100}});
    expect(turns).toEqual([expect.objectContaining({isOverlap: true})]);
  });
});
