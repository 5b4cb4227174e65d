import {getEventListeners} from 'node:events';
import {appendFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished, vi} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import type {Observation} from '../../../source/call/observation.js';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {attachTo} from '../../../source/run/attach/attached.js';
import {recordedLines} from '../../../source/run/serve/lines.js';
import {type Serving, startServing} from '../../../source/run/serve/server.js';
import {emptyWorld} from '../../../source/world/world.js';
import {emptyFolder} from '../../end-to-end/program.js';
import {talked as call} from '../../helpers/calls.js';
import {fold} from '../../helpers/fold.js';
import {until} from '../../helpers/until.js';

const header = headerLine({started: '2026-11-27T12:00:00.000Z', version: '1.2.3'});
const token = 'a-token';

/** As a monitor writes them: the number first. */
const talked: Observation[] = call.map(({seq, at, ...rest}) => ({seq, at, ...rest}) as Observation);

async function served(observations: readonly Observation[], port = 0, name = 'a.ndjson') {
  const file = join(await emptyFolder(), name);
  await writeFile(file, header + observations.map(observationLine).join(''));
  const serving = await startServing({address: '127.0.0.1', port, token, file});
  onTestFinished(() => serving.close());
  return {file, serving, add: (more: readonly Observation[]) => appendFile(file, more.map(observationLine).join(''))};
}

/** Attaches, and gives what has come so far. */
async function attached({url}: Pick<Serving, 'url'>, given: string | undefined = token) {
  const seen: Observation[] = [];
  const {batches, close} = await attachTo({url, token: () => given});
  onTestFinished(close);
  const ended = (async () => {
    for await (const batch of batches) seen.push(...batch);
  })();
  return {seen, close, ended};
}

describe('a recording that is served', () => {
  it('comes whole, then as it is written, to everybody, and makes the same World', async () => {
    const {serving, add} = await served(talked.slice(0, 8));
    const [one, other] = [await attached(serving), await attached(serving)];
    await until(() => expect(one.seen).toEqual(talked.slice(0, 8)));
    await add(talked.slice(8));
    for (const {seen} of [one, other]) await until(() => expect(seen).toEqual(talked));
    const essence = (all: readonly Observation[]) => {
      const {conversations, legs, counts, seq, now} = fold(emptyWorld(), all);
      return {conversations, legs, counts, seq, now};
    };
    expect(essence(one.seen)).toEqual(essence(talked));
    expect(serving.attached()).toBe(2);
    one.close();
    await until(() => expect(serving.attached()).toBe(1));
  });

  it('comes with how it stands with where it comes from, which is no observation of it, and to who attaches later, too', async () => {
    const {serving, add} = await served(talked.slice(0, 8));
    const one = await attached(serving);
    await until(() => expect(one.seen).toHaveLength(8));
    const text = `The connection to nats://127.0.0.1 was lost. ${'x'.repeat(2000)}`;
    // Whether it has caught up by then or not.
    serving.tell({state: 'failing', code: 'detached', text, since: 1234});
    const failing = {
      source: 'health',
      part: 'feed',
      state: 'failing',
      code: 'detached',
      seq: 8,
      text: text.slice(0, 1000),
      at: 1234,
    };
    await until(() => expect(one.seen.at(-1)).toMatchObject(failing));
    const later = await attached(serving);
    await until(() => expect(later.seen.at(-1)).toMatchObject(failing));
    serving.tell({state: 'ok', code: 'attached', text: 'Attached again.'});
    await add(talked.slice(8));
    for (const {seen} of [one, later])
      await until(() => expect(seen.filter(({source, seq}) => source !== 'health' || seq > 8)).toEqual(talked));
    for (const {seen} of [one, later])
      expect(seen.flatMap(each => (each.source === 'health' && each.part === 'feed' ? each.state : []))).toEqual([
        'failing',
        'ok',
      ]);
    expect(fold(emptyWorld(), later.seen).health.get('feed')?.state).toBe('ok');
  });

  it('says when all has come that was there, and what comes now is news', async () => {
    const {serving, add} = await served(talked.slice(0, 8));
    const {batches, reading, close} = await attachTo({url: serving.url, token: () => token});
    onTestFinished(close);
    const states: [number, boolean][] = [];
    const ended = (async () => {
      for await (const batch of batches) for (const {seq} of batch) states.push([seq, reading() === undefined]);
    })();
    await until(() => expect(reading()).toBeUndefined());
    await add(talked.slice(8));
    await until(() => expect(states).toHaveLength(talked.length));
    expect(states).toEqual(talked.map(({seq}) => [seq, seq > 8]));
    close();
    await ended;
  });

  it.each([
    [undefined, 401],
    ['other', 401],
  ])('is refused with the token %s', async (given, status) => {
    const {serving} = await served(talked);
    await expect(attachTo({url: serving.url, token: () => given})).rejects.toMatchObject({
      status,
      message: expect.stringContaining('it wants another token'),
    });
  });

  it('goes on in another file with it', async () => {
    const {serving, file, add} = await served(talked.slice(0, 4));
    const {seen} = await attached(serving);
    const next = `${file}.2`;
    await writeFile(
      next,
      header +
        talked
          .slice(4)
          .map(each => observationLine({...each, seq: each.seq + 1}))
          .join(''),
    );
    const on = {
      source: 'health',
      part: 'recording',
      state: 'ok',
      code: 'rotated',
      text: 'It is full.',
      file: next,
    } as const;
    await add([{seq: 5, at: talked[3]?.at ?? 0, ...on}]);
    await until(() => expect(seen).toHaveLength(talked.length + 1));
    expect(seen.map(({seq}) => seq)).toEqual(seen.map((_, i) => i + 1));
  });

  it('comes back from the last observation on, and says that it was away', async () => {
    const first = await served(talked.slice(0, 4));
    const port = Number(new URL(first.serving.url).port);
    const {seen} = await attached(first.serving);
    await until(() => expect(seen).toHaveLength(4));
    await first.serving.close();
    await until(() => expect(seen.at(-1)).toMatchObject({source: 'health', part: 'feed', code: 'detached'}));
    await first.add(talked.slice(4));
    const again = await startServing({address: '127.0.0.1', port, token, file: first.file});
    onTestFinished(() => again.close());
    await until(() => expect(seen.at(-1)).toEqual(talked.at(-1)));
    expect(seen.filter(each => !('part' in each && each.part === 'feed'))).toEqual(talked);
    expect(seen.filter(each => 'code' in each).map(each => 'code' in each && each.code)).toEqual([
      'detached',
      'attached',
    ]);
  });

  it('comes over one connection after the other, of which nothing is kept', async () => {
    const {serving} = await served(talked);
    const port = Number(new URL(serving.url).port);
    const listened = vi.spyOn(AbortSignal.prototype, 'addEventListener');
    onTestFinished(() => listened.mockRestore());
    const {seen} = await attached(serving);
    const [signal] = listened.mock.contexts;
    await until(() => expect(seen).toHaveLength(talked.length));
    await serving.close();
    await until(() => expect(seen.at(-1)).toMatchObject({code: 'detached'}));
    await served(talked, port);
    await until(() => expect(seen.at(-1)).toMatchObject({code: 'attached'}));
    expect(getEventListeners(signal as AbortSignal, 'abort')).toHaveLength(1);
  });

  it('of a monitor that was started anew comes behind', async () => {
    const first = await served(talked.slice(0, 4));
    const port = Number(new URL(first.serving.url).port);
    const {seen} = await attached(first.serving);
    await until(() => expect(seen).toHaveLength(4));
    await first.serving.close();
    await served(talked.slice(0, 3), port, 'b.ndjson');
    await until(() => expect(seen.at(-1)).toMatchObject({seq: 7}));
    expect(seen.some(each => 'code' in each && each.code === 'started-anew')).toBe(true);
  });

  it('does not wait for who reads nothing: the rest stays in the file', async () => {
    const large: Observation[] = Array.from({length: 3000}, (_, i) => ({
      ...{seq: i + 1, at: i, source: 'event'},
      raw: {method: 'POST', path: '/', headers: {}, body: 'x'.repeat(10_000)},
    })) as Observation[];
    const {serving} = await served(large);
    const slow = new WebSocket(serving.url, {headers: {authorization: `Bearer ${token}`}});
    onTestFinished(() => slow.terminate());
    await new Promise(resolve => slow.once('open', resolve));
    slow.send('{"after":0}');
    slow.pause();
    const {seen} = await attached(serving);
    await until(() => expect(seen).toHaveLength(3000));
    slow.resume();
    let bytes = 0;
    slow.on('message', (data: Buffer) => {
      bytes += data.length;
    });
    await until(() => expect(bytes).toBeGreaterThan(30_000_000));
  });

  it('ends for those who do not say from where on', async () => {
    const {serving} = await served(talked);
    const socket = new WebSocket(serving.url, {headers: {authorization: `Bearer ${token}`}});
    const closed = new Promise<number>(resolve => socket.on('close', resolve));
    socket.on('open', () => socket.send('what?'));
    expect(await closed).toBe(1002);
  });

  it('ends for everybody when the file is gone', async () => {
    const {serving, file} = await served(talked);
    const {seen} = await attached(serving);
    await until(() => expect(seen).toHaveLength(talked.length));
    await rm(file);
    await until(() =>
      expect(seen.at(-1)).toMatchObject({text: expect.stringContaining('the recording is no longer there')}),
    );
  });
});

describe('what comes from elsewhere', () => {
  /** Somebody who says this, and what is made of it. */
  async function stranger(...messages: string[]) {
    const http: Server = createServer();
    const sockets = new WebSocketServer({server: http});
    sockets.on('connection', each => {
      for (const message of messages) each.send(message);
    });
    await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      for (const each of sockets.clients) each.terminate();
      http.close();
    });
    return {url: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`};
  }
  const said = JSON.stringify({schema: 'convo-monitor/feed@1', version: '1', recording: 'r'});

  it.each([
    ['no greeting', ['hello'], 'is no monitor that is served'],
    ['another protocol', ['{"schema":"other@1","version":"1","recording":"r"}'], 'is no monitor that is served'],
    [
      'another version',
      ['{"schema":"convo-monitor/feed@2","version":"9","recording":"r"}'],
      'is of another version (9)',
    ],
  ])('is refused: %s', async (_, messages, text) => {
    await expect(attachTo({...(await stranger(...messages)), token: () => token})).rejects.toThrow(text);
  });

  it('is left out where it is no observation, and said, a few times', async () => {
    const bad = Array.from({length: 20}, (_, i) => `{"seq":${i},"at":"soon","source":"event"}`);
    const good = observationLine(talked[0] as Observation);
    const {seen} = await attached(await stranger(said, ['\x1b[2J', ...bad, good].join('\n')));
    await until(() => expect(seen.at(-1)).toEqual(talked[0]));
    expect(seen).toHaveLength(6);
    expect(seen[0]).toMatchObject({code: 'not-an-observation', text: expect.stringContaining('is not JSON')});
  });

  it('says that nobody is there', async () => {
    await expect(attachTo({url: 'ws://127.0.0.1:1', token: () => token})).rejects.toThrow(
      'Nothing listens at ws://127.0.0.1:1. Start the monitor',
    );
  });
});

it('lines come whole, and from any of them on', async () => {
  const file = join(await emptyFolder(), 'a.ndjson');
  await writeFile(file, header + talked.map(observationLine).join(''));
  await fc.assert(
    fc.asyncProperty(fc.integer({min: 0, max: talked.length - 1}), async after => {
      const ended = new AbortController();
      for await (const lines of recordedLines(file, after, ended.signal)) {
        const seqs = [...lines.toString().matchAll(/^\{"seq":(\d+)/gm)].map(([, seq]) => Number(seq));
        expect(seqs).toEqual(talked.slice(after).map(({seq}) => seq));
        ended.abort();
      }
    }),
    {numRuns: 20},
  );
});
