import {describe, expect, it} from 'vitest';
import type {MediaOutcome, Scenario} from '../../source/simulator/index.js';
import {startAgent, startEcho} from './agents.js';
import {type StartOptions, start} from './start.js';

/** A caller of an agent: what it came to. Time jumps, but for what is spoken. */
async function talkTo(url: string, says: Scenario['says'], options: StartOptions = {}) {
  const ncco = [{action: 'connect', endpoint: [{type: 'websocket', uri: url}]}];
  const {manners} = options;
  const quick = {pauseMs: 500, greetingMs: 200, patienceMs: 2000, ...manners};
  const run = await start(({path}) => (path === '/answer' ? {body: ncco} : {}), {...options, manners: quick});
  const outcome = await run.vonage.place('talk', {says});
  await run.close();
  const [media] = outcome.media;
  if (!media) throw new Error('No WebSocket was called.');
  return {media, statuses: run.server.statuses()};
}

/** What the agent itself measured, beside what the simulator says; how far they may be apart is up to the machine. */
const asMeasured = (own: readonly number[], {turns}: MediaOutcome) => {
  expect(turns).toHaveLength(own.length);
  for (const [i, turn] of turns.entries()) expect(Math.abs((turn.latencyMs ?? 0) - (own[i] ?? 0))).toBeLessThan(250);
};

describe.concurrent('a caller who takes turns with an agent', () => {
  it('finds when one answers that sends everything at once, 640 ms after the caller', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerAfterMs: 640, answerMs: 1000});
    const {media, statuses} = await talkTo(agent.url, [{forMs: 600}, {forMs: 400}]);
    agent.close();
    asMeasured(agent.own.latencies, media);
    for (const {latencyMs} of media.turns) expect(latencyMs).toBeGreaterThan(600);
    expect(media.latency).toMatchObject({count: 2, worst: Math.max(...media.turns.map(turn => turn.latencyMs ?? 0))});
    expect(media).toMatchObject({rate: 16_000, closed: {by: 'caller', code: 1000}});
    expect(media.agent).toMatchObject({frames: 100, bytes: 64_000, oddFrames: 0, lostFrames: 0, unplayedMs: 0});
    expect(statuses.at(-1)).toBe('outbound completed');
  });

  it('finds when one answers that sends a frame each 20 ms, after its greeting', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerAfterMs: 400, how: 'paced', greetingMs: 600});
    const {media} = await talkTo(agent.url, [{forMs: 600}]);
    agent.close();
    asMeasured(agent.own.latencies, media);
    expect(media.firstAudioMs).toBeLessThan(media.turns[0]?.at ?? 0);
  });

  it('speaks over an agent, and measures how long until it is silent', {timeout: 20_000}, async () => {
    const agent = await startAgent({answerMs: 6000, clearAfterMs: 100});
    const {media} = await talkTo(agent.url, [{forMs: 400}, {forMs: 1000, bargeInMs: 500}]);
    agent.close();
    const [first, second] = media.turns;
    expect(first?.bargeIn).toBeUndefined();
    expect(second?.bargeIn?.clearMs).toBeGreaterThanOrEqual(60);
    expect(second?.bargeIn?.silentMs).toBeLessThanOrEqual((second?.bargeIn?.clearMs ?? 0) + 1);
    expect(media.agent.clears).toBe(1);
    expect(media.agent.thrownAwayMs).toBeGreaterThan(2000);
  });

  it('is not understood by one that speaks on: silence comes with the end of its words', {
    timeout: 20_000,
  }, async () => {
    const agent = await startAgent({answerMs: 2500, answerAfterMs: 300});
    const {media} = await talkTo(agent.url, [{forMs: 400}, {forMs: 600, bargeInMs: 300}]);
    agent.close();
    expect(media.turns[1]?.bargeIn?.clearMs).toBeUndefined();
    expect(media.turns[1]?.bargeIn?.silentMs).toBeGreaterThan(1000);
  });

  it('hears an echo at once, and says so', {timeout: 20_000}, async () => {
    const echo = await startEcho();
    const {media} = await talkTo(echo.url, [{forMs: 600}]);
    echo.server.close();
    expect(media.turns).toEqual([expect.objectContaining({latencyMs: 0, isOverlap: true})]);
  });

  it('presses keys, and waits for an answer in vain for as long as it has patience', {timeout: 20_000}, async () => {
    const agent = await startAgent();
    const {media} = await talkTo(agent.url, [{press: '4#'}], {manners: {patienceMs: 600}});
    agent.close();
    expect(agent.heard.texts.slice(1)).toEqual([
      {event: 'websocket:dtmf', digit: '4', duration: 130},
      {event: 'websocket:dtmf', digit: '#', duration: 130},
    ]);
    expect(media.turns).toEqual([{at: expect.any(Number), forMs: expect.any(Number), keys: '4#'}]);
    expect(media.latency).toBeUndefined();
    expect(media.lastedMs).toBeGreaterThanOrEqual(200 + 500 + 600);
  });
});
