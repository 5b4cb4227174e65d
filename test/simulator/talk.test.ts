import {describe, expect, it} from 'vitest';
import type {MediaOutcome, Scenario} from '../../source/simulator/index.js';
import {startAgent, startEcho} from './agents.js';
import {type StartOptions, start} from './start.js';

/** What the agent is called for. */
const ncco = (uri: string) => [{action: 'connect', endpoint: [{type: 'websocket', uri}]}];

/** A caller of an agent: what it came to. Time goes on when the agent has heard each frame and said what it says to it, so all of it is exact. */
async function talkTo(url: string, says: Scenario['says'], options: StartOptions = {}) {
  const {manners} = options;
  const quick = {pauseMs: 500, greetingMs: 200, patienceMs: 2000, ...manners};
  const answering = ({path}: {path: string}) => (path === '/answer' ? {body: ncco(url)} : {});
  const run = await start(answering, {speed: 'step', ...options, manners: quick});
  let isOver = false;
  const placed = run.vonage.place('talk', {says}).finally(() => {
    isOver = true;
  });
  while (options.speed === undefined && !isOver) await run.vonage.advance(1000);
  const outcome = await placed;
  await run.close();
  const [media] = outcome.media;
  if (!media) throw new Error('No WebSocket was called.');
  return {media, statuses: run.server.statuses()};
}

/** When the answer to a turn was heard first and last, ms since the connection. */
function answerTo({at, forMs, latencyMs = Number.NaN, answeredForMs = Number.NaN}: MediaOutcome['turns'][number]) {
  const from = at + forMs + latencyMs;
  return {from, to: from + answeredForMs};
}

describe.concurrent('a caller who takes turns with an agent', () => {
  it('finds when one answers that sends everything at once, 640 ms after the caller', async () => {
    const agent = await startAgent({answerAfterMs: 640, answerMs: 1000});
    const {media, statuses} = await talkTo(agent.url, [{forMs: 600}, {forMs: 400}]);
    agent.close();
    expect(media.turns).toEqual([
      {at: 200, forMs: 600, latencyMs: 640, answeredForMs: 1000},
      {at: 200 + 600 + 640 + 1000 + 500, forMs: 400, latencyMs: 640, answeredForMs: 1000},
    ]);
    expect(media.latency).toEqual({count: 2, p50: 640, p95: 640, worst: 640});
    expect(media).toMatchObject({rate: 16_000, closed: {by: 'caller', code: 1000}});
    expect(media.agent).toMatchObject({frames: 100, bytes: 64_000, oddFrames: 0, lostFrames: 0, unplayedMs: 0});
    expect(statuses.at(-1)).toBe('outbound completed');
  });

  it('finds when one answers that sends a frame each 20 ms, after its greeting', async () => {
    const agent = await startAgent({answerAfterMs: 400, how: 'paced', greetingMs: 600});
    const {media} = await talkTo(agent.url, [{forMs: 600}]);
    agent.close();
    expect(media.turns).toEqual([{at: 600 + 500, forMs: 600, latencyMs: 400, answeredForMs: 800}]);
    expect(media.firstAudioMs).toBe(0);
    expect(media.agent.underruns).toBe(0);
  });

  it('speaks over an agent, and measures how long until it is silent', async () => {
    const agent = await startAgent({answerMs: 6000, clearAfterMs: 100});
    const {media} = await talkTo(agent.url, [{forMs: 400}, {forMs: 1000, bargeInMs: 500}]);
    agent.close();
    const [first, second] = media.turns;
    expect(first?.bargeIn).toBeUndefined();
    expect(first?.answeredForMs).toBe(600);
    expect(second?.bargeIn).toEqual({clearMs: 100, silentMs: 100});
    expect(media.agent).toMatchObject({clears: 1, thrownAwayMs: 6000 - 600});
  });

  it('is not understood by one that speaks on: silence comes with the end of its words', async () => {
    const agent = await startAgent({answerMs: 2500, answerAfterMs: 2500});
    const manners = {patienceMs: 5000};
    const {media} = await talkTo(agent.url, [{forMs: 400}, {forMs: 600, bargeInMs: 300}], {manners});
    agent.close();
    expect(media.turns[1]).toMatchObject({latencyMs: 2500, bargeIn: {silentMs: 2500 - 300}});
    expect(media.turns[1]?.bargeIn?.clearMs).toBeUndefined();
  });

  it('measures in real time no less than the agent does by its own watch', {timeout: 30_000}, async () => {
    const agent = await startAgent({answerMs: 6000, clearAfterMs: 100});
    const says = [{forMs: 400}, {forMs: 600, bargeInMs: 500}];
    const {media} = await talkTo(agent.url, says, {speed: Number.POSITIVE_INFINITY});
    agent.close();
    const [first, second] = media.turns;
    // What leaves comes later, however much: by its watch the agent is never slower. The last 20 ms of words are still to be heard when they leave.
    const least = (own = Number.NaN) => Math.floor(own) - 1;
    expect(first?.latencyMs).toBeGreaterThanOrEqual(least(agent.own.latencies[0]) - 20);
    expect(second?.bargeIn?.clearMs).toBeGreaterThanOrEqual(least(agent.own.clears[0]));
    expect(second?.bargeIn?.silentMs).toBeLessThanOrEqual((second?.bargeIn?.clearMs ?? 0) + 1);
    expect(second?.at).toBeGreaterThanOrEqual((first && answerTo(first).from) ?? Number.NaN);
    expect(media.agent.clears).toBe(1);
  });

  it('hears an echo at once, and says so', async () => {
    const echo = await startEcho();
    const {media} = await talkTo(echo.url, [{forMs: 600}]);
    echo.server.close();
    expect(media.turns).toEqual([expect.objectContaining({latencyMs: 0, isOverlap: true})]);
  });

  it('presses keys, and waits for an answer in vain for as long as it has patience', async () => {
    const agent = await startAgent();
    const {media} = await talkTo(agent.url, [{press: '4#'}], {manners: {patienceMs: 600}});
    agent.close();
    expect(agent.heard.texts.slice(1)).toEqual([
      {event: 'websocket:dtmf', digit: '4', duration: 130},
      {event: 'websocket:dtmf', digit: '#', duration: 130},
    ]);
    expect(media.turns).toEqual([{at: 200, forMs: 500 + 130, keys: '4#'}]);
    expect(media.latency).toBeUndefined();
    // 600 ms after the last key, with the next frame.
    expect(media.lastedMs).toBe(1440);
  });
});
