// Strangers who come in numbers: `node attack.mjs NAME PORT MS [CONNECTIONS]` does to a listener what the row of that name says.
import {connect} from 'node:net';

const path = '/webhooks/event';
const head = (headers, method = 'POST') => `${method} ${path} HTTP/1.1\r\nHost: x\r\n${headers}\r\n`;
const post = body =>
  `${head(`Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`)}${body}`;

const wide = () =>
  JSON.stringify(Object.fromEntries(Array.from({length: 14_000}, (_, n) => [`k${n}${Math.random()}`.slice(0, 9), n])));
const objects = `[${Array.from({length: 20_000}, (_, n) => `{"k${n}":1}`)}]`;
const deep = '['.repeat(120_000) + ']'.repeat(120_000);

/** Writes one byte after the other, for as long as the connection lasts. */
const drip = (text, every) => socket => {
  const timer = setInterval(() => socket.write(text), every);
  socket.on('close', () => clearInterval(timer));
};

/** Sends the next request when the answer to the last has come. */
const inTurn = texts => socket => {
  let sent = 0;
  const send = () => socket.write(texts[sent++ % texts.length]);
  socket.on('data', send);
  send();
};

/** Sends as much as the other side takes. */
const asMuchAsGoes = text => socket => {
  const send = () => {
    while (socket.writable && socket.write(text));
  };
  socket.on('drain', send);
  send();
};

const sends =
  (text, then = () => undefined) =>
  socket => {
    socket.write(text);
    then(socket);
  };

/**
 * What each connection does once it is open, and how many there are. Whoever is closed comes again; with `mute`, answers are not read;
 * `often` are connections that end by themselves.
 */
const attacks = {
  nobody: {connections: 0, act: () => undefined},
  'slow headers': {connections: 700, act: sends('POST / HTTP/1.1\r\nX-', drip('x', 100))},
  'slow bodies': {connections: 700, act: sends(head('Content-Length: 1000\r\n'), drip('x', 100))},
  'bodies that never come': {connections: 700, act: sends(`${head('Content-Length: 1000\r\n')}{`)},
  'chunks without end': {connections: 700, act: sends(head('Transfer-Encoding: chunked\r\n'), drip('1\r\nx\r\n', 50))},
  'pipelining, unread': {
    connections: 16,
    mute: true,
    act: asMuchAsGoes(post('{"uuid":"x","status":"ringing"}').repeat(100)),
  },
  '20,000 pipelined': {connections: 8, act: sends(post('{"uuid":"x","status":"ringing"}').repeat(20_000))},
  resets: {connections: 64, act: sends(post('{}'), socket => setImmediate(() => socket.resetAndDestroy()))},
  'header floods': {
    connections: 32,
    act: sends(head(Array.from({length: 700}, (_, n) => `X-${n}: abcdefgh\r\n`).join(''))),
  },
  upgrades: {connections: 64, act: sends(head('Connection: Upgrade\r\nUpgrade: websocket\r\n', 'GET'))},
  'wide JSON': {connections: 8, act: inTurn([wide(), wide(), wide()].map(post))},
  'JSON of objects': {connections: 8, act: inTurn([post(objects)])},
  'deep JSON': {connections: 8, act: inTurn([post(deep)])},
  'large bodies': {connections: 16, act: inTurn([post(JSON.stringify({uuid: 'x', filler: 'x'.repeat(200_000)}))])},
  '3,000 idle': {connections: 3000, act: () => undefined},
};

export const names = Object.keys(attacks);

/** Attacks the listener at `port` until the process is told to end. Whoever is closed comes again after `again` ms. */
export function attack(name, port, connections = attacks[name].connections, again = 1) {
  const {act, mute} = attacks[name];
  const open = () => {
    const socket = connect(port, '127.0.0.1', () => act(socket));
    socket.on('error', () => undefined);
    socket.on('close', () => setTimeout(open, again));
    if (mute) socket.pause();
    else socket.resume();
  };
  for (let n = 0; n < connections; n++) open();
}

if (import.meta.url === `file://${process.argv[1]}`) {
  const [name, port, ms, connections] = process.argv.slice(2);
  setTimeout(() => process.exit(), Number(ms));
  attack(name, Number(port), connections === undefined ? undefined : Number(connections));
  console.error(`${name}: begun`);
}
