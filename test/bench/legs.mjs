// Both ends of WebSocket legs, each in a process of its own. Works for its parent: one message in, one answer out.
//   legs.mjs echo                     an application that says back what it hears: says its port
//   legs.mjs vonage                   {kind: 'open', port, legs}   connects, and sends each 50 frames a second
//                                     {kind: 'measure', ms}        how long frames took there and back
//                                     {kind: 'close'}
//   legs.mjs webhooks                 {kind: 'ask', port, rate, ms}  how long answer webhooks took
import {Agent, request} from 'node:http';
import {setTimeout as sleep} from 'node:timers/promises';
import {WebSocket, WebSocketServer} from 'ws';
import {percentile} from './lib/stats.mjs';

const frameMs = 20;

/** A second of a voice at 16 kHz, which comes and goes. */
const voice = Array.from({length: 50}, (_, index) => {
  const frame = Buffer.alloc(640);
  const loudness = 9000 * Math.max(0, Math.sin((Math.PI * index) / 12));
  for (let at = 0; at < 320; at++)
    frame.writeInt16LE(Math.round(loudness * Math.sin((index * 320 + at) * 0.08)), at * 2);
  return frame;
});

let legs = [];
let trips = [];
let isMeasured = false;
let pacing;

async function open({port, legs: count}) {
  legs = await Promise.all(
    Array.from({length: count}, async (_, index) => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/agent`, {perMessageDeflate: false});
      const leg = {socket, sentAt: [], frames: 0, offset: (index * frameMs) / count};
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
      socket.send('{"event":"websocket:connected","content-type":"audio/l16;rate=16000"}');
      socket.on('message', (_, isBinary) => {
        if (!isBinary) return;
        const sent = leg.sentAt.shift();
        if (isMeasured) trips.push(performance.now() - sent);
      });
      return leg;
    }),
  );
  const began = performance.now();
  const tick = () => {
    const at = performance.now() - began;
    for (const leg of legs)
      for (; leg.frames * frameMs + leg.offset <= at; leg.frames++) {
        leg.sentAt.push(performance.now());
        leg.socket.send(voice[leg.frames % voice.length]);
      }
    pacing = setTimeout(tick, 1);
  };
  tick();
  await sleep(400);
  return {open: legs.length};
}

async function measure({ms}) {
  trips = [];
  isMeasured = true;
  await sleep(ms);
  isMeasured = false;
  return {count: trips.length, p50: percentile(trips, 50), p99: percentile(trips, 99)};
}

async function close() {
  clearTimeout(pacing);
  await Promise.all(
    legs.map(({socket}) => {
      const gone = new Promise(resolve => socket.once('close', resolve));
      socket.close(1000);
      return gone;
    }),
  );
  legs = [];
  return {};
}

async function ask({port, rate, ms}) {
  const agent = new Agent({keepAlive: true});
  const waits = [];
  const began = performance.now();
  for (let number = 0; number < (rate * ms) / 1000; number++) {
    await sleep(Math.max(0, (number * 1000) / rate - (performance.now() - began)));
    const id = number.toString(16).padStart(12, '0');
    const sent = performance.now();
    await new Promise((resolve, reject) => {
      const path = `/webhooks/answer?from=447700900000&to=447700900001&uuid=797168e24c19a3c45e74${id}&conversation_uuid=CON-aaaaaaaa-1111-2222-3333-${id}`;
      request({agent, host: '127.0.0.1', port, path}, response => response.resume().on('end', resolve))
        .on('error', reject)
        .end();
    });
    waits.push(performance.now() - sent);
  }
  agent.destroy();
  return {waits};
}

if (process.argv[2] === 'echo') {
  const sockets = new WebSocketServer({port: 0, host: '127.0.0.1', perMessageDeflate: false});
  sockets.on('connection', socket => socket.on('message', (data, isBinary) => isBinary && socket.send(data)));
  sockets.on('listening', () => process.send({port: sockets.address().port}));
} else {
  const kinds = {open, measure, close, ask};
  process.on('message', async message => process.send(await kinds[message.kind](message)));
}
process.on('disconnect', () => process.exit());
