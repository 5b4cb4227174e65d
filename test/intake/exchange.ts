import {type IncomingHttpHeaders, request} from 'node:http';
import {connect} from 'node:net';
import {onTestFinished} from 'vitest';
import type {Observation, Route, WebhookObservation} from '../../source/call/observation.js';
import {type ListenerOptions, startListener} from '../../source/intake/listener.js';

type Received = {status: number; headers: IncomingHttpHeaders; rawHeaders: string[]; body: Buffer};

type Of<S> = S extends Route ? WebhookObservation : Extract<Observation, {source: S}>;

/** One request on a connection of its own, headers exactly as given. */
export function exchange(
  url: string,
  {method = 'GET', headers = [], body = ''}: {method?: string; headers?: string[]; body?: string | Buffer} = {},
): Promise<Received> {
  const {hostname, port} = new URL(url);
  const path = url.slice(url.indexOf('/', 'http://'.length));
  const length = ['Content-Length', String(Buffer.byteLength(body))];
  return new Promise((resolve, reject) => {
    const sent = request({
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path,
      method,
      agent: false,
      headers: ['Host', `${hostname}:${port}`, ...headers, ...(method === 'GET' ? [] : length)],
    });
    sent.on('error', reject).on('response', async response => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      const {statusCode: status = 0, headers, rawHeaders} = response;
      resolve({status, headers, rawHeaders, body: Buffer.concat(chunks)});
    });
    sent.end(body);
  });
}

/** Writes these bytes to a connection, ends it if told so, and gives all that came back until the other side closed it. */
export function rawExchange(port: number, bytes: string | Buffer, end = false): Promise<string> {
  return new Promise(resolve => {
    let answer = '';
    const socket = connect(port, '127.0.0.1');
    socket.setEncoding('latin1');
    socket.on('data', text => {
      answer += text;
    });
    // A reset is one way to close a connection.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(answer));
    if (end) socket.end(bytes);
    else socket.write(bytes);
  });
}

/** The statuses of all answers on a connection. */
export const statusesOf = (answer: string): number[] =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)].map(match => Number(match[1]));

/**
 * A listener on a free port, and everything it has emitted so far. `kept` says whether the recording takes lines;
 * undefined lets it hang.
 */
export async function listening(
  options: Partial<ListenerOptions> = {},
  kept: () => boolean | undefined = () => true,
  check?: Parameters<typeof startListener>[2],
  watch?: Parameters<typeof startListener>[3],
  farEnd?: string,
) {
  const observations: Observation[] = [];
  const listener = await startListener(
    {port: 0, ...options},
    draft => {
      const observation = {seq: observations.length + 1, at: 0, ...draft} as Observation;
      observations.push(observation);
      const answer = kept();
      return {observation, written: answer === undefined ? new Promise(() => undefined) : Promise.resolve(answer)};
    },
    check,
    watch,
    farEnd,
  );
  onTestFinished(() => listener.close(0));
  const of = <S extends Observation['source']>(source: S) =>
    observations.filter(one => one.source === source) as Of<S>[];
  return {...listener, observations, of};
}
