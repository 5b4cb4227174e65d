import {once} from 'node:events';
import net from 'node:net';
import {neverWithItself} from './self-connection.js';

/** Systems give ports from 32768 or 49152 on to whoever wants any: one below stays free until somebody asks for it by its number. */
const [LOWEST, COUNT] = [20_000, 12_000];
const TRIES = 100;

/** A port of this machine that nothing listens on, and that nobody gets by chance. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = LOWEST + Math.floor(Math.random() * COUNT);
    const server = net.createServer().listen(port, '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    await new Promise(resolve => server.close(resolve));
    if (isFree) return port;
  }
  throw new Error(`No port from ${LOWEST} to ${LOWEST + COUNT - 1} is free. Name one: --forward 4000.`);
}

/** Opens a connection and closes it. Resolves with why there was none, such as `ECONNREFUSED`; undefined where somebody took it. */
export function knock(host: string, port: number, patienceMs: number): Promise<string | undefined> {
  return new Promise(resolve => {
    const socket = net.connect({host, port, timeout: patienceMs});
    const end = (code?: string) => {
      socket.destroy();
      resolve(code);
    };
    neverWithItself(socket);
    socket.once('connect', () => end());
    socket.once('timeout', () => end('ETIMEDOUT'));
    socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? 'ECONNREFUSED'));
  });
}
