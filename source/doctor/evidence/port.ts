import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {listenError} from '../../intake/error.js';
import {probeAnswering} from '../../intake/probe.js';
import {reachable} from '../../intake/reachable.js';
import {codeOf} from '../../text/system-error.js';
import {sendProbe} from '../../tunnel/probe.js';
import type {Plan} from '../plan.js';
import {holderOf} from './port-holder.js';

/** How the port was found. `listener` is who answers probes there: a monitor that runs, or the doctor itself where it was free. */
export type PortSeen =
  | {state: 'free' | 'monitor'; port: number; url: string; listener: string}
  /** `next`: the first port behind it that is free. */
  | {state: 'taken'; port: number; url: string; by?: string; next?: number}
  | {state: 'refused'; text: string}
  | {state: 'unset'};

/** Looks at the port. Where it is free, probes are answered there until `close`, and everything else is asked to come again (503). */
export async function lookAtPort({port, host}: Plan): Promise<{seen: PortSeen; close(): Promise<void>}> {
  const close = async () => undefined;
  if (port === undefined || port === 0) return {seen: {state: 'unset'}, close};
  const url = `http://${reachable(host)}:${port}`;
  const takenBy = async (holder?: {by?: string}): Promise<PortSeen> => {
    return {state: 'taken', port, url, ...holder, next: await freeBehind(host, port)};
  };
  try {
    const server = await standIn(host, port);
    const listener = await listenerAt(url);
    if (listener !== undefined) return {seen: {state: 'free', port, url, listener}, close: server.close};
    await server.close();
    return {seen: await takenBy(), close};
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (codeOf(error) !== 'EADDRINUSE')
      return {seen: {state: 'refused', text: listenError(error, host, port).message}, close};
    const listener = await listenerAt(url);
    if (listener !== undefined) return {seen: {state: 'monitor', port, url, listener}, close};
    return {seen: await takenBy(await holderOf(port)), close};
  }
}

/** How many ports are tried for one that is free. */
const TRIES = 20;

async function freeBehind(host: string, port: number): Promise<number | undefined> {
  for (let next = port + 1; next <= Math.min(port + TRIES, 65_535); next++) {
    const server = await standIn(host, next).catch(() => undefined);
    await server?.close();
    if (server) return next;
  }
  return undefined;
}

/** ms: a listener on this machine answers at once. */
const ON_THIS_MACHINE = 1500;

/** Who answers probes at a URL; undefined where nobody does. */
export async function listenerAt(url: string): Promise<string | undefined> {
  const {arrived} = await sendProbe(url, ON_THIS_MACHINE);
  return arrived?.listener;
}

async function standIn(host: string, port: number) {
  const answersProbe = probeAnswering();
  const server = createServer((request, response) => {
    if (answersProbe(request, response)) return;
    // A call that comes now is Vonage's to try again, and not ours to answer.
    response.writeHead(503, {'Retry-After': '5', 'Content-Length': '0', Connection: 'close'}).end();
  });
  await new Promise<AddressInfo>((resolve, reject) => {
    server.once('error', reject);
    server.listen({port, host, exclusive: true}, () => resolve(server.address() as AddressInfo));
  });
  server.on('error', () => undefined);
  return {
    close: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
