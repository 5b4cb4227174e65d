import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setImmediate as turn} from 'node:timers/promises';
import type {ApiObservation, Draft, HealthObservation} from '../../source/call/observation.js';
import {createPoller, type Poller, type PollerOptions} from '../../source/poller/poller.js';

/** A clock that moves only when told to, and the timers on it. */
export function createFakeClock(start = Date.parse('2026-11-20T12:00:00Z')) {
  let time = start;
  let offset = 0;
  const timers = new Set<{at: number; run: () => void}>();
  return {
    now: () => time + offset,
    /** Somebody sets the clock; timers do not notice. */
    set(ms: number) {
      offset += ms;
    },
    setTimer(run: () => void, ms: number) {
      const timer = {at: time + ms, run};
      timers.add(timer);
      return () => {
        timers.delete(timer);
      };
    },
    /** When the next timer is due; Infinity when there is none. */
    next: () => Math.min(Infinity, ...[...timers].map(timer => timer.at)) + offset,
    /** Moves on and runs what has come due. */
    moveTo(at: number) {
      time = at - offset;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at <= time && timers.delete(timer)) timer.run();
      }
    },
  };
}

type FakeClock = ReturnType<typeof createFakeClock>;

/** What the fake API does with a request. */
export type Reply =
  | {status?: number; headers?: Record<string, string>; body?: unknown}
  | {hang: 'headers' | 'body'}
  | {reset: 'headers' | 'body'}
  | {raw: string};

export type Asked = {path: string; kind: string; token: string; at: number; headers: IncomingMessage['headers']};

/** When the poller gives up waiting for an answer. */
const deadlineMs = 10_000;

/** An HTTP server that answers as it is told and remembers who asked for what. */
async function createFakeApi(clock: FakeClock, answer: (asked: Asked, count: number) => Reply) {
  const asked: Asked[] = [];
  const hanging = new Set<Asked>();

  function respond(request: IncomingMessage, response: ServerResponse) {
    const path = request.url ?? '';
    const token = (request.headers.authorization ?? '').replace(/^Bearer /, '');
    const one = {path, kind: kindOf(path), token, at: clock.now(), headers: request.headers};
    asked.push(one);
    response.setHeader('date', new Date(clock.now()).toUTCString());
    const reply = answer(one, asked.length);
    if ('raw' in reply) {
      request.socket.end(reply.raw);
    } else if ('reset' in reply) {
      if (reply.reset === 'headers') return request.socket.resetAndDestroy();
      response.writeHead(200, {'content-type': 'application/json', 'content-length': 100});
      response.write('{"id":', () => request.socket.resetAndDestroy());
    } else if ('hang' in reply) {
      hanging.add(one);
      request.socket.once('close', () => hanging.delete(one));
      if (reply.hang === 'body') response.writeHead(200, {'content-type': 'application/json'}).write('{');
    } else {
      const {status = 200, headers, body = {}} = reply;
      const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
      response.writeHead(status, {'content-type': 'application/json', ...headers}).end(text);
    }
  }

  const server = createServer(respond);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    /** How many requests wait for an answer that will not come, and have not run out of time yet. */
    hanging: () => [...hanging].filter(one => clock.now() - one.at < deadlineMs).length,
    paths: () => asked.map(one => one.path),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** A poller on a fake clock, in front of a fake API. */
export async function createRig(
  answer: (asked: Asked, count: number) => Reply,
  options: Partial<PollerOptions> & {path?: string} = {},
) {
  const clock = createFakeClock();
  const api = await createFakeApi(clock, answer);
  const drafts: Draft[] = [];
  let minted = 1;
  const tokens = {
    token: async () => `token-${minted}`,
    renew: (refused: string) => {
      if (refused === `token-${minted}`) minted += 1;
    },
  };
  const poller: Poller = createPoller({
    apiUrl: api.url + (options.path ?? ''),
    tokens,
    emit: draft => drafts.push(draft),
    now: clock.now,
    random: () => 1,
    setTimer: clock.setTimer,
    ...options,
  });

  /** Waits, in real time, until nothing is under way but what the API leaves hanging. */
  async function quiet() {
    while (poller.state.requests > api.hanging()) await turn();
  }

  return {
    clock,
    api,
    poller,
    drafts,
    quiet,
    /** Lets so many fake ms go by, with everything that falls into them. */
    async run(ms: number) {
      const end = clock.now() + ms;
      for (await quiet(); clock.next() <= end; await quiet()) clock.moveTo(Math.max(clock.now(), clock.next()));
      clock.moveTo(end);
      await quiet();
    },
    answers: () => drafts.filter((draft): draft is Omit<ApiObservation, 'seq' | 'at'> => draft.source === 'api'),
    health: () => drafts.filter((draft): draft is Omit<HealthObservation, 'seq' | 'at'> => draft.source === 'health'),
    async close() {
      await poller.close();
      await api.close();
    },
  };
}

export type Rig = Awaited<ReturnType<typeof createRig>>;

export const conversationId = 'CON-bc643220-2542-499a-892e-c982c4150c06';

/** The n-th of many conversations. */
export function nthConversation(n: number): string {
  return `CON-00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
}

/** What a path asks for, in the poller's words. */
function kindOf(path: string): string {
  if (path.includes('/v1/calls?')) return 'calls';
  if (path.includes('/v0.3/legs?')) return 'legs';
  if (/\/members\/[^/]+$/.test(path)) return 'member';
  return /\/(members|events)\?/.exec(path)?.[1] ?? 'conversation';
}
