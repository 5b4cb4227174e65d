import {describe, expect, it} from 'vitest';
import {publicUrl, throughTunnel} from '../../source/simulator/tunnel.js';
import {startSocket} from './socket.js';
import {start} from './start.js';

describe('a tunnel', () => {
  const tunnels = {
    'https://x.ngrok.app': 'http://127.0.0.1:3000',
    'http://y.example.com:8080': 'https://localhost:3001',
  };

  it.each([
    ['https://x.ngrok.app/event?a=1', 'http://127.0.0.1:3000/event?a=1'],
    ['http://x.ngrok.app/event', 'http://127.0.0.1:3000/event'],
    ['wss://x.ngrok.app/socket', 'ws://127.0.0.1:3000/socket'],
    ['https://y.example.com:8080/', 'https://localhost:3001/'],
    ['https://y.example.com/', 'https://y.example.com/'],
    ['https://x.ngrok.app.example.com/', 'https://x.ngrok.app.example.com/'],
    ['nonsense', 'nonsense'],
  ])('leads %s to %s', (url, local) => {
    expect(throughTunnel(tunnels, url).url).toBe(local);
  });

  it.each([
    ['https://x.ngrok.app/event', 'x.ngrok.app', 'https'],
    ['wss://x.ngrok.app/socket', 'x.ngrok.app', 'https'],
    ['http://y.example.com:8080/', 'y.example.com:8080', 'http'],
  ])('tells of %s as tunnels do', (url, host, proto) => {
    const {headers} = throughTunnel(tunnels, url);
    const forwarded = {'X-Forwarded-Host': host, 'X-Forwarded-Proto': proto, 'X-Forwarded-For': '203.0.113.1'};
    expect(headers).toEqual({Host: host, ...forwarded});
    expect(throughTunnel({}, url)).toEqual({url, headers: {}});
  });

  it.each([
    ['http://127.0.0.1:3000/answer?a=1', 'https://x.ngrok.app/answer?a=1'],
    ['http://localhost:3000/', 'https://x.ngrok.app/'],
    ['http://localhost:3002/', 'http://localhost:3002/'],
    ['nonsense', 'nonsense'],
  ])('makes %s known as %s', (url, outside) => {
    expect(publicUrl(tunnels, url)).toBe(outside);
  });

  it.each(['public', 'local'])('leads to an answer and an event URL that are given as %s ones', async given => {
    const ncco = [{action: 'talk', text: 'Hello.'}];
    const {server, vonage, close} = await start(
      ({path}) => (path === '/answer' ? {body: ncco} : {}),
      options => ({
        tunnels: {'https://x.ngrok.app': options.url},
        ...(given === 'public' && {answerUrl: 'https://x.ngrok.app/answer', eventUrl: 'https://x.ngrok.app/event'}),
      }),
    );
    await vonage.place('talk');
    await close();
    expect(server.got.length).toBeGreaterThan(3);
    expect(new Set(server.got.map(({headers}) => headers.host))).toEqual(new Set(['x.ngrok.app']));
    expect(server.got.every(({headers}) => headers['x-forwarded-proto'] === 'https')).toBe(true);
  });

  it('brings webhooks and WebSockets to an application that names its public address', async () => {
    const socket = await startSocket();
    const ncco = [
      {action: 'notify', payload: {step: 1}, eventUrl: ['https://x.ngrok.app/elsewhere']},
      {action: 'connect', endpoint: [{type: 'websocket', uri: 'wss://media.example.com/'}]},
    ];
    const tunnels: Record<string, string> = {'https://media.example.com': socket.url.replace('ws:', 'http:')};
    const run = await start(({path}) => (path === '/answer' ? {body: ncco} : {}), {tunnels});
    tunnels['https://x.ngrok.app'] = run.server.url;
    await run.vonage.place('websocket');
    await run.close();
    socket.server.close();
    expect(run.server.got.find(({path}) => path === '/elsewhere')?.fields).toMatchObject({payload: {step: 1}});
    expect(socket.heard.frames.length).toBeGreaterThan(0);
  });
});
