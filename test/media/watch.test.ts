import {mkdtemp, readdir, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {dirname, join, resolve} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {WebSocket, WebSocketServer} from 'ws';
import type {MediaEvent} from '../../source/call/media.js';
import type {HealthObservation, MediaObservation, Observation} from '../../source/call/observation.js';
import {startListener} from '../../source/intake/listener.js';
import {watchSockets} from '../../source/media/watch.js';
import {tryFolder} from '../../source/media/wav/file.js';
import {until} from '../helpers/until.js';

const conversation = 'CON-aaaaaaaa-1111-2222-3333-444444444444';
const ncco = [
  {
    action: 'connect',
    endpoint: [{type: 'websocket', uri: 'wss://abc.example.com/agent', 'content-type': 'audio/l16;rate=8000'}],
  },
];

/** An agent behind the monitor, whose answer webhook connects to it; and what the monitor observes. */
async function agent(talk: (socket: WebSocket) => void, {record}: {record?: string} = {}) {
  const http = createServer((request, response) => {
    request.resume();
    response
      .setHeader('Content-Type', 'application/json')
      .end(request.url === '/webhooks/answer' ? JSON.stringify(ncco) : '');
  });
  const sockets = new WebSocketServer({server: http});
  sockets.on('connection', talk);
  await new Promise<void>(resolve => http.listen(0, '127.0.0.1', resolve));
  const observations: Observation[] = [];
  const watch = watchSockets(draft => void emit(draft as never), {record});
  const emit = (draft: Omit<Observation, 'seq' | 'at'>) => {
    const observation = {seq: observations.length + 1, at: Date.now(), ...draft} as Observation;
    observations.push(observation);
    watch.follow(observation);
    return {observation, written: Promise.resolve(true)};
  };
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const listener = await startListener({port: 0, answering: {kind: 'forward', url}}, emit, undefined, watch);
  onTestFinished(async () => {
    for (const each of sockets.clients) each.terminate();
    await listener.close(0);
    http.close();
  });
  const post = (path: string, body: object) =>
    fetch(`${listener.url}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {'Content-Type': 'application/json'},
    });
  const media = () => observations.filter((each): each is MediaObservation => each.source === 'media');
  const events = <K extends MediaEvent['kind']>(kind: K) =>
    media().flatMap(({event}) => (event.kind === kind ? [event as Extract<MediaEvent, {kind: K}>] : []));
  const health = () => observations.filter((each): each is HealthObservation => each.source === 'health');
  return {url: listener.url.replace('http', 'ws'), post, media, events, health, listener, watch};
}

async function opened(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  onTestFinished(() => socket.terminate());
  await new Promise(resolve => socket.once('open', resolve));
  return socket;
}

const ended = (socket: WebSocket) => new Promise<number>(resolve => socket.on('close', resolve));

describe('a WebSocket that passes the monitor', () => {
  it('is told of from its opening to its end, as of the leg that the NCCO connects', async () => {
    const {url, post, media, events} = await agent(socket => {
      socket.on('message', (_, isBinary) => {
        if (isBinary) socket.send('{"action":"clear"}');
        else socket.close(4400, 'not today');
      });
    });
    await post('/webhooks/answer', {conversation_uuid: conversation, uuid: 'A', from: '1', to: '2'});
    const started = {conversation_uuid: conversation, uuid: 'B', to: 'wss://abc.example.com/agent', status: 'started'};
    await post('/webhooks/event', started);
    const socket = await opened(`${url}/agent`);
    socket.send(Buffer.alloc(320));
    await until(() => expect(events('text')).toHaveLength(1));
    socket.send('{"event":"websocket:connected","content-type":"audio/l16;rate=8000","prop":"1"}');
    await ended(socket);
    await until(() => expect(events('close')).toHaveLength(1));
    expect(media().map(({conversation, leg, event: {kind}}) => [kind, conversation, leg])).toEqual(
      ['open', 'leg', 'text', 'text', 'figures', 'close'].map(kind => [kind, conversation, 'B']),
    );
    expect(events('text')).toEqual([
      {kind: 'text', from: 'application', body: '{"action":"clear"}'},
      {kind: 'text', from: 'vonage', body: expect.stringContaining('websocket:connected')},
    ]);
    expect(events('figures')).toMatchObject([{figures: {final: true, vonage: {frames: 1, bytes: 320, odd: 0}}}]);
    expect(events('close')).toMatchObject([{by: 'application', code: 4400, reason: 'not today'}]);
  });

  it('takes a frame that is too large to be looked at for what it is, and lets it pass', async () => {
    const heard: number[] = [];
    const {url, events} = await agent(socket => socket.on('message', (data: Buffer) => void heard.push(data.length)));
    const socket = await opened(`${url}/agent`);
    socket.send(Buffer.alloc(1_000_000));
    socket.send(Buffer.alloc(10));
    await until(() => expect(heard).toEqual([1_000_000, 10]));
    expect(events('unreadable')).toMatchObject([{text: expect.stringContaining('more than 256 KiB')}]);
  });

  it('keeps no more texts than can be read, and says how many there were', async () => {
    const {url, events} = await agent(socket => {
      for (let i = 0; i < 500; i++) socket.send(JSON.stringify({event: 'media', media: {payload: 'AAAA'}}));
      socket.close(1000);
    });
    const socket = new WebSocket(`${url}/agent`);
    await ended(socket);
    await until(() => expect(events('close')).toHaveLength(1));
    const texts = events('text');
    expect(texts.length).toBeLessThanOrEqual(51);
    expect([...texts, ...events('close')].reduce((sum, {left = 0}) => sum + left, texts.length)).toBe(500);
  });

  it('is lost without a close frame, and that is said', async () => {
    const {url, events} = await agent(socket => socket.on('message', () => socket.terminate()));
    const socket = await opened(`${url}/agent`);
    socket.send('x');
    expect(await ended(socket)).toBe(1006);
    await until(() => expect(events('close')).toMatchObject([{by: 'application'}]));
    expect(events('close')[0]).not.toHaveProperty('code');
  });

  it('that is refused is told of, of strangers no more than twenty', async () => {
    const {post, media, listener} = await agent(() => undefined);
    await post('/webhooks/answer', {conversation_uuid: conversation, uuid: 'A', from: '1', to: '2'});
    const refused = async (path: string) => {
      const socket = new WebSocket(`${listener.url.replace('http', 'ws')}${path}`);
      await new Promise(resolve => socket.on('error', resolve));
    };
    for (let i = 0; i < 30; i++) await refused('/webhooks/event');
    expect(media().map(({event: {kind}}) => kind)).toEqual(Array.from({length: 20}, () => 'refused'));
    expect(media()[0]?.event).toMatchObject({by: 'monitor', status: 426, code: 'misplaced'});
  });

  it('is written into a file of its own where somebody asks for it, and that is said first', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'audio-')), 'kept');
    onTestFinished(() => rm(dirname(folder), {recursive: true}));
    const {url, events, watch} = await agent(socket => socket.on('message', data => socket.send(data)), {
      record: folder,
    });
    const socket = await opened(`${url}/agent`);
    for (let i = 0; i < 5; i++) socket.send(Buffer.alloc(640, 1));
    await until(() => expect(events('audio')).toMatchObject([{file: expect.stringContaining(folder)}]));
    socket.close();
    await until(() => expect(events('close')).toHaveLength(1));
    await watch.close();
    const [{file = ''} = {}] = events('audio');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file)).subarray(0, 4).toString()).toBe('RIFF');
  });

  it('goes on where it cannot be written, and that is a problem', async () => {
    const {url, events} = await agent(socket => socket.on('message', data => socket.send(data)), {
      record: '/dev/null/x',
    });
    const socket = await opened(`${url}/agent`);
    socket.send(Buffer.alloc(640));
    await until(() => expect(events('audio-stopped')).toMatchObject([{text: expect.stringContaining('/dev/null/x')}]));
    expect(socket.readyState).toBe(socket.OPEN);
  });

  it.each([
    ['a file stands in the place of', 'file', 'a part of its path is not a folder. Choose another folder'],
    ['a file stands above', 'file/audio', 'a part of its path is not a folder. Choose another folder'],
    ['nothing can make', '/proc/self/audio', 'no folder can be made there. Choose another one'],
  ])('is told before anybody speaks where %s the folder', async (_, path, why) => {
    const place = await mkdtemp(join(tmpdir(), 'audio-'));
    onTestFinished(() => rm(place, {recursive: true}));
    await writeFile(join(place, 'file'), '');
    const folder = resolve(place, path);
    const {health} = await agent(() => undefined, {record: folder});
    const text = `Audio cannot be recorded in ${folder}: ${why} (--media-record). Until then no audio is kept; each leg is tried anew.`;
    await until(() =>
      expect(health()).toMatchObject([{part: 'audio', state: 'failing', code: 'audio-not-written', text}]),
    );
  });

  it('leaves nothing in a folder that is there, or is made, where it is tried', async () => {
    const place = await mkdtemp(join(tmpdir(), 'audio-'));
    onTestFinished(() => rm(place, {recursive: true}));
    const folder = join(place, 'new');
    expect([await tryFolder(folder), await tryFolder(folder)]).toEqual([undefined, undefined]);
    expect([(await stat(folder)).mode & 0o777, await readdir(folder)]).toEqual([0o700, []]);
  });

  it('is said to be written after all by the first leg of which it is', async () => {
    const place = await mkdtemp(join(tmpdir(), 'audio-'));
    onTestFinished(() => rm(place, {recursive: true}));
    const folder = join(place, 'kept');
    await writeFile(folder, '');
    const {url, health, events, watch} = await agent(() => undefined, {record: folder});
    await until(() => expect(health()).toMatchObject([{state: 'failing'}]));
    await rm(folder);
    for (const leg of ['first', 'second']) {
      const socket = await opened(`${url}/${leg}`);
      socket.send(Buffer.alloc(640, 1));
      await until(() => expect(events('audio')).toHaveLength(leg === 'first' ? 1 : 2));
      socket.close();
    }
    await until(() => expect(events('close')).toHaveLength(2));
    await watch.close();
    expect(health()).toMatchObject([{state: 'failing'}, {part: 'audio', state: 'ok', code: 'recovered'}]);
  });
});
