import {once} from 'node:events';
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {afterEach, expect, it, onTestFinished, vi} from 'vitest';
import {type WebSocket, WebSocketServer} from 'ws';
import type {HealthObservation, Observation} from '../../../source/call/observation.js';
import {observationLine} from '../../../source/recording/line.js';
import {ASK_AFTER} from '../../../source/run/attach/alive.js';
import {attachTo} from '../../../source/run/attach/attached.js';
import {FEED} from '../../../source/run/serve/protocol.js';
import {talked} from '../../helpers/calls.js';
import {until} from '../../helpers/until.js';

afterEach(() => void vi.useRealTimers());

const lines = talked.map(({seq, at, ...rest}) => observationLine({seq, at, ...rest} as Observation));

/** What is served behind a way that can be cut without a word; who comes is given all behind what they have, and `say` goes to whoever came last. */
async function behindTunnel() {
  const server = new WebSocketServer({port: 0, host: '127.0.0.1'});
  await once(server, 'listening');
  let latest: WebSocket | undefined;
  let pings = 0;
  server.on('connection', client => {
    latest = client;
    client.on('ping', () => {
      pings += 1;
    });
    client.send(JSON.stringify({schema: FEED, version: '1', recording: 'r'}));
    client.once('message', data => client.send(lines.slice(JSON.parse(String(data)).after).join('')));
  });
  const passing = new Set<Socket>();
  let isCut = false;
  const tunnel = createServer(here => {
    const there = connect((server.address() as AddressInfo).port, '127.0.0.1');
    for (const [from, to] of [
      [here, there],
      [there, here],
    ] as const) {
      passing.add(from);
      from.on('error', () => from.destroy()).on('close', () => to.destroy());
      from.on('data', bytes => isCut || to.write(bytes));
    }
  });
  await new Promise<void>(resolve => tunnel.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const each of passing) each.destroy();
    for (const each of server.clients) each.terminate();
    tunnel.close();
    server.close();
  });
  return {
    url: `ws://127.0.0.1:${(tunnel.address() as AddressInfo).port}`,
    pings: () => pings,
    say: (text: string) => latest?.send(text),
    cut(is: boolean) {
      isCut = is;
    },
  };
}

async function attached(url: string) {
  const {batches, close} = await attachTo({url, token: () => undefined});
  onTestFinished(close);
  const seen: Observation[] = [];
  void (async () => {
    for await (const batch of batches) seen.push(...batch);
  })();
  const isSaid = (each: Observation): each is HealthObservation => each.source === 'health' && each.part === 'feed';
  await until(() => expect(seen).toHaveLength(lines.length));
  return {seen, said: () => seen.filter(isSaid), told: () => seen.filter(each => !isSaid(each)).map(({seq}) => seq)};
}

it('a way that is cut without a word is noticed and said, and what is behind it comes back once it leads there again', async () => {
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
  const {url, cut} = await behindTunnel();
  const {said, told} = await attached(url);
  cut(true);
  for (let i = 0; i < 3; i++) vi.advanceTimersByTime(ASK_AFTER);
  await until(() => expect(said()).toHaveLength(1));
  expect(said()[0]).toMatchObject({state: 'failing', code: 'detached'});
  expect(said()[0]?.text).toMatch(
    /^Nothing comes from the monitor at ws:\S+ any more, .*: look at the way there \(ssh, the network\)\./,
  );
  cut(false);
  await until(() => expect(said().at(-1)?.state).toBe('ok'));
  expect(told()).toEqual(talked.map(({seq}) => seq));
});

it('who only has nothing to say is asked, and stays', async () => {
  vi.useFakeTimers({toFake: ['setInterval', 'clearInterval']});
  const {url, pings, say} = await behindTunnel();
  const {seen, said} = await attached(url);
  for (let asked = 1; asked <= 5; asked++) {
    vi.advanceTimersByTime(2 * ASK_AFTER);
    await until(() => expect(pings()).toBe(asked));
    // What is said behind the answer comes behind it.
    say('no observation');
    await until(() => expect(seen).toHaveLength(lines.length + asked));
  }
  expect(said().filter(({state}) => state === 'failing')).toEqual([]);
});
