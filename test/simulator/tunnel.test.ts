import {describe, expect, it} from 'vitest';
import {throughTunnel} from '../../source/simulator/tunnel.js';
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
    expect(throughTunnel(tunnels, url)).toBe(local);
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
