import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {WebSocket} from 'ws';
import type {Scenario} from '../../source/simulator/index.js';
import type {Answering} from './application.js';
import {type Heard, startSocket} from './socket.js';
import {type StartOptions, start} from './start.js';

const sample = (name: string) =>
  JSON.parse(readFileSync(new URL(`../samples/voice/${name}.json`, import.meta.url), 'utf8'));

type Play = {
  act?: (socket: WebSocket, heard: Heard) => void;
  endpoint?: Record<string, unknown>;
  connect?: Record<string, unknown>;
  scenario?: Partial<Scenario>;
  options?: StartOptions;
  events?: Answering;
};

/** Places a call that is connected to a WebSocket. */
async function play({act, endpoint, connect, scenario, options, events}: Play = {}) {
  const socket = await startSocket(act);
  const ncco = [
    {action: 'connect', endpoint: [{type: 'websocket', uri: socket.url, ...endpoint}], ...connect},
    {action: 'talk', text: 'Goodbye.'},
  ];
  const run = await start(got => (got.path === '/answer' ? {body: ncco} : (events?.(got) ?? {})), options);
  const outcome = await run.vonage.place('websocket', scenario);
  await expect.poll(() => socket.server.clients.size).toBe(0);
  await run.close();
  socket.server.close();
  return {...socket, outcome, statuses: run.server.statuses(), events: run.server.events()};
}

const once = (wanted: number, does: (socket: WebSocket) => void) => (socket: WebSocket, heard: Heard) => {
  if (heard.frames.length === wanted) does(socket);
};

describe('a WebSocket', () => {
  it('is called, told what it is connected to, sent frames of 20 ms and keys, and closed with the call', async () => {
    const {heard, statuses} = await play({
      endpoint: {'content-type': 'audio/l16;rate=16000', headers: {prop1: 'value1', prop2: 'value2'}},
    });
    expect(heard.texts).toEqual([sample('ws-connected-props'), {...sample('ws-dtmf-real'), digit: '8'}]);
    expect(heard.frames.length).toBe(250);
    expect(new Set(heard.frames.map(({length}) => length))).toEqual(new Set([640]));
    expect(heard.closed).toBe(1000);
    expect(statuses).toEqual([
      'inbound started',
      'inbound ringing',
      'outbound started',
      'outbound answered',
      'inbound answered',
      'inbound completed',
      'outbound completed',
    ]);
  });

  it.each([
    ['audio/l16;rate=8000', 320],
    ['audio/l16;rate=16000', 640],
    ['audio/l16;rate=24000', 960],
    [undefined, 640],
  ])('gets audio as it asked for: %s', async (contentType, bytes) => {
    const {heard} = await play({endpoint: {...(contentType && {'content-type': contentType})}});
    expect(heard.frames[0]).toEqual(Buffer.alloc(bytes));
  });

  it('hears a tone, or the samples of a WAV file and then silence', async () => {
    const tone = (await play({options: {sound: 'tone'}})).heard;
    expect(Math.max(...Array.from({length: 320}, (_, at) => tone.frames[0]?.readInt16LE(at * 2) ?? 0))).toBe(8192);
    const spoken = (await play({options: {sound: wav(8000, 2, Array(160).fill(1000))}})).heard;
    expect(spoken.frames[0]).toEqual(Buffer.from(new Int16Array(320).fill(1000).buffer));
    expect(spoken.frames[1]).toEqual(Buffer.alloc(640));
  });

  it('gets its headers in every event about its leg', async () => {
    const {events} = await play({endpoint: {headers: {'caller-id': '447700900123'}}});
    const outbound = events.filter(({direction}) => direction === 'outbound');
    expect(outbound).toHaveLength(3);
    for (const {headers} of outbound) expect(headers).toEqual({'caller-id': '447700900123'});
  });

  it('that is closed by the application gives disconnected, and the reply to that replaces the NCCO', async () => {
    const {statuses, events} = await play({
      act: once(100, socket => socket.close()),
      endpoint: {headers: {'caller-id': '447700900123'}},
      events: ({fields}) =>
        fields.status === 'disconnected'
          ? {body: [{action: 'notify', payload: {step: 2}, eventUrl: [`http://127.0.0.1:1/`]}]}
          : {},
    });
    expect(statuses.slice(-3)).toEqual(['- disconnected', 'inbound completed', 'outbound completed']);
    const disconnected = events.find(({status}) => status === 'disconnected');
    expect(Object.keys(disconnected ?? {}).sort()).toEqual(Object.keys(sample('event-disconnected-websocket')).sort());
    // The first connection lasted two seconds: 100 frames of 20 ms.
    expect(Number(events.at(-1)?.duration)).toBeLessThan(5);
  });

  it('that is closed is not the end of the NCCO: the next action follows', async () => {
    const {statuses, events} = await play({act: once(50, socket => socket.close(1001))});
    expect(statuses.slice(-3)).toEqual(['- disconnected', 'outbound completed', 'inbound completed']);
    expect(events.at(-1)?.disconnected_by).toBe('platform');
  });

  it.each([
    ['synchronous', ['outbound started', '- failed', 'outbound completed', 'inbound answered', 'inbound completed']],
    [undefined, ['outbound started', 'outbound completed', 'inbound answered', 'inbound completed']],
  ])('that cannot be reached is told about only with eventType synchronous: %s', async (eventType, told) => {
    const {statuses, events} = await play({
      endpoint: {uri: 'ws://127.0.0.1:1/', headers: {'caller-id': '447700900123'}},
      connect: {...(eventType && {eventType})},
    });
    expect(statuses.slice(2)).toEqual(told);
    const failed = events.find(({status}) => status === 'failed');
    if (eventType) {
      expect(Object.keys(failed ?? {}).sort()).toEqual(Object.keys(sample('event-unanswered-websocket')).sort());
    }
  });

  it('answers clear at once, and notify when what came before it has been played', async () => {
    const seconds = 3;
    const texts: {text: unknown; frames: number}[] = [];
    const {heard} = await play({
      act(socket, {frames, texts: so}) {
        if (frames.length === 50 && texts.length === 0) {
          texts.push({text: 'sent', frames: 50});
          for (let n = 0; n < seconds * 50; n++) socket.send(Buffer.alloc(640));
          socket.send(JSON.stringify(sample('ws-command-notify')));
        }
        const last = so.at(-1) as {event?: string};
        if (last?.event === 'websocket:notify' && texts.length === 1) texts.push({text: last, frames: frames.length});
      },
    });
    expect(heard.texts).toContainEqual(sample('ws-notify'));
    // Told in the same breath as frame 200: the first second, and three that were played.
    expect(texts[1]?.frames).toBeGreaterThanOrEqual(50 + seconds * 50 - 1);
  });

  it('forgets what was to be played, and the notify behind it, when it is cleared', async () => {
    const {heard} = await play({
      act: once(50, socket => {
        for (let n = 0; n < 500; n++) socket.send(Buffer.alloc(640));
        socket.send(JSON.stringify({action: 'notify', payload: {never: true}}));
        socket.send(JSON.stringify({action: 'clear'}));
      }),
    });
    expect(heard.texts).toContainEqual(sample('ws-cleared'));
    expect(heard.texts).not.toContainEqual(expect.objectContaining({event: 'websocket:notify'}));
  });

  it.each([
    ['custom', {type: 'custom', value: 'Basic abc'}, /^Basic abc$/],
    ['as Vonage signs webhooks', {type: 'vonage'}, /^Bearer [\w-]+\.[\w-]+\.[\w-]{43}$/],
  ])('is shown an authorization: %s', async (_, authorization, expected) => {
    const {heard} = await play({endpoint: {authorization}, options: {signatureSecret: 's'.repeat(32)}});
    expect(heard.headers.authorization).toMatch(expected);
  });

  it('that sends nonsense, or far more than can be played, breaks nothing', async () => {
    const {heard, statuses} = await play({
      act: once(10, socket => {
        socket.send('not JSON');
        socket.send('null');
        socket.send(JSON.stringify({action: 'dance'}));
        for (let n = 0; n < 4000; n++) socket.send(Buffer.alloc(640));
      }),
    });
    expect(heard.texts).toHaveLength(2);
    expect(statuses.at(-1)).toBe('outbound completed');
  });

  it('that sends a message of more than 64 kB is dropped like one that closes', async () => {
    const {statuses} = await play({act: once(10, socket => socket.send(Buffer.alloc(70_000)))});
    expect(statuses).toContain('- disconnected');
  });

  it.each([
    [{}, 1006, '- disconnected'],
    [{lenientFrames: true}, 1000, 'inbound completed'],
  ])(
    'that sends a frame of another size than 20 ms is cut off, unless it is allowed: %o',
    async (options, code, told) => {
      const {heard, statuses, outcome} = await play({options, act: once(10, socket => socket.send(Buffer.alloc(160)))});
      expect(heard.closed).toBe(code);
      expect(statuses).toContain(told);
      expect(statuses.includes('- disconnected')).toBe(code === 1006);
      expect(outcome.media).toEqual([expect.objectContaining({closed: expect.objectContaining({code})})]);
      expect(outcome.media[0]?.agent).toMatchObject({frames: 1, oddFrames: 1});
    },
  );

  it('says what became of it: what was sent, cleared and not played', async () => {
    const {outcome, url} = await play({
      act: once(50, socket => {
        for (let n = 0; n < 100; n++) socket.send(Buffer.alloc(640));
        socket.send(JSON.stringify({action: 'clear'}));
        for (let n = 0; n < 1000; n++) socket.send(Buffer.alloc(640));
        socket.close(4001, 'that is all');
      }),
    });
    const [media] = outcome.media;
    expect(media).toMatchObject({uri: url, rate: 16_000, turns: []});
    expect(media?.closed).toEqual({by: 'application', code: 4001, reason: 'that is all'});
    expect(media?.agent).toMatchObject({frames: 1100, clears: 1, oddFrames: 0, audibleMs: 0});
    expect(media?.agent.thrownAwayMs).toBeGreaterThan(1900);
    expect(media?.agent.unplayedMs).toBeGreaterThan(19_000);
  });

  it('that is not connected is refused by somebody, with a reason', async () => {
    const {outcome} = await play({endpoint: {uri: 'ws://127.0.0.1:1/'}});
    expect(outcome.media[0]?.refused?.reason).toMatch(/ECONNREFUSED/);
  });

  it.each([
    ['is lost after a time', {loseSocketMs: 1000}, 1006],
    ['brings some frames late, but all of them', {lateFrames: 0.1}, 1000],
    ['is read now and then', {slowReader: true}, 1000],
  ])('goes wrong where that is asked for: %s', async (_, faults, code) => {
    const {heard, statuses} = await play({options: {faults, seed: 1}});
    expect(heard.closed).toBe(code);
    expect(statuses.includes('- disconnected')).toBe(code === 1006);
    expect(heard.frames.length).toBeGreaterThan(code === 1006 ? 40 : 200);
  });

  it('gets frames at the pace of the simulated clock', async () => {
    const {heard} = await play({options: {speed: 10}, scenario: {caller: {hangUpAfterMs: 8000}}});
    // Alice is connected after 4.6 s of 8: 3.4 s are 170 frames; a busy machine delivers them late, not more.
    expect(heard.frames.length).toBeGreaterThan(50);
    expect(heard.frames.length).toBeLessThanOrEqual(171);
  });

  it('is the end of a call that the application created, when it closes the connection', async () => {
    const socket = await startSocket(once(20, socket => socket.close()));
    const run = await start(() => ({}));
    const to = [{type: 'websocket', uri: socket.url, 'content-type': 'audio/l16;rate=8000'}];
    const ncco = [{action: 'wait', timeout: 60}];
    const {body} = await run.call('POST', '/v1/calls', {to, ncco});
    await expect.poll(() => run.vonage.created.length).toBe(1);
    expect(run.server.statuses()).toEqual([
      'outbound started',
      'outbound answered',
      '- disconnected',
      'outbound completed',
    ]);
    expect(run.vonage.created[0]?.uuid).toBe(body.uuid);
    await run.close();
    socket.server.close();
  });

  it('is closed with the simulator', async () => {
    const socket = await startSocket();
    const run = await start(
      ({path}) =>
        path === '/answer' ? {body: [{action: 'connect', endpoint: [{type: 'websocket', uri: socket.url}]}]} : {},
      {speed: 1, setupFactor: 0.01},
    );
    const placed = run.vonage.place('websocket');
    await expect.poll(() => socket.heard.frames.length).toBeGreaterThan(3);
    await run.close();
    await placed;
    await expect.poll(() => socket.heard.closed).toBe(1006);
    socket.server.close();
  });
});

/** A WAV file of 16-bit samples, the same in all channels. */
function wav(rate: number, channels: number, samples: number[]): Uint8Array {
  const data = Buffer.from(new Int16Array(samples.flatMap(sample => Array(channels).fill(sample))).buffer);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + data.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(rate, 24);
  head.writeUInt32LE(rate * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(data.length, 40);
  return Buffer.concat([head, data]);
}
