import {randomUUID} from 'node:crypto';
import type {IncomingMessage, ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import type {FarEndPlan, SocketWatch} from '../call/media.js';
import {type Route, wantsNcco} from '../call/observation.js';
import {type SignatureSecret, signatureCheck} from '../vonage/signature.js';
import {type AgentPlace, openAgents} from './agents.js';
import {type AnsweringOptions, openAnswering} from './answering.js';
import {applicationAt} from './application.js';
import {type ArmedNcco, armable} from './armed.js';
import {ListenerError, listenError} from './error.js';
import type {CheckNcco} from './ncco-check.js';
import {watchNcco} from './ncco-watch.js';
import {noiseOf} from './noise.js';
import {applicationUnavailable, emptyReply, nccoReply} from './own-replies.js';
import {probeAnswering} from './probe.js';
import {joinHeaders, type Received, type Reply, rawRequest, readBody} from './raw.js';
import {reachable} from './reachable.js';
import {defaultRoutes, routeLike, routing, sharedPath} from './routes.js';
import {defaultLimits, hardenedServer, type Limits} from './server.js';
import {passSocketsOn, SOCKETS_AT_ONCE} from './sockets.js';
import {type Emit, webhookFlow} from './webhook.js';

/** Plain data, because it travels to the worker thread. */
export type ListenerOptions = {
  /** 0 for any free one. */
  port: number;
  host?: string;
  routes?: Partial<Record<Route, string>>;
  answering?: AnsweringOptions;
  sockets?: {
    limit?: number;
    /** Applications for WebSockets alone. */
    to?: readonly AgentPlace[];
    stalledMs?: number;
    /** What the monitor itself does with those that no application takes. */
    farEnd?: FarEndPlan;
  };
  /** Send the caller something else than an NCCO with errors. */
  strict?: boolean;
  signature?: {secrets: SignatureSecret[]; applicationId?: string; required?: boolean};
  limits?: Partial<Limits>;
};

type Listener = {
  /** What it answers to probes: another one at each start. */
  id: string;
  port: number;
  /** Such as `http://127.0.0.1:3000`. */
  url: string;
  /** Answers the next call with another NCCO, once; with none, as always. */
  arm(ncco: ArmedNcco | undefined): void;
  /** Counts and tells of an error that nothing else has caught. */
  fault(error: Error): void;
  /** Stops listening; requests under way have `graceMs` to end. */
  close(graceMs?: number): Promise<void>;
};

const unknownThereText =
  'was passed on, and the application answered 404. If Vonage sent it, correct the URL in the application, or the path flags.';

/** Connections that may wait to be accepted. Whose connection finds no place there tries again after a second. */
const BACKLOG = 4096;

const misplacedSocket = {
  status: 426,
  code: 'misplaced',
  text: 'Webhooks come to this path, not WebSockets: give the WebSocket of the application, and the uri in the NCCO, a path of its own.',
};

const methods = new Set(['GET', 'POST']);

const methodWords: Readonly<Record<string, string>> = {
  HEAD: 'somebody checks whether the address answers; ',
  OPTIONS: 'a page in a browser asks whether it may send (CORS); ',
};

/**
 * Listens for Vonage's webhooks. Each is recorded through `emit` before it is answered, and so is the answer after it.
 * NCCOs are looked through by `check`, which may still be on its way, and WebSockets by `watch`; those that no application takes go to the URL
 * `farEnd`. Throws `ListenerError` when it cannot listen there or
 * the options do not make sense.
 */
export async function startListener(
  options: ListenerOptions,
  emit: Emit,
  check?: CheckNcco | Promise<CheckNcco>,
  watch?: SocketWatch,
  farEnd?: string,
): Promise<Listener> {
  const {port, host = '127.0.0.1', signature, strict = false} = options;
  const limits = {...defaultLimits, ...options.limits};
  const paths = {...defaultRoutes, ...options.routes};
  const target = routing(paths);
  const {answering: how = {kind: 'talk'}} = options;
  const answering = armable(await openAnswering(how), how.kind === 'forward', emit);
  const verify = signature && signature.secrets.length > 0 ? signatureCheck(signature) : undefined;
  const noise = noiseOf(emit);
  const id = randomUUID();
  const answersProbe = probeAnswering(id);
  const flow = webhookFlow({emit, answering, noise, check, strict, verify, requireSignature: signature?.required});
  const agents = await openAgents(options.sockets?.to ?? []);
  const ours = farEnd === undefined ? undefined : {...(await applicationAt(farEnd)), isOurs: true};
  const sockets = passSocketsOn({
    limit: options.sockets?.limit ?? SOCKETS_AT_ONCE,
    applicationFor: path => agents.at(path) ?? answering.application ?? ours,
    watch,
    stalledMs: options.sockets?.stalledMs,
  });
  const {server, close} = hardenedServer(limits, {handle, upgrade, refused: noise.note});

  function handle(request: IncomingMessage, response: ServerResponse): void {
    serve(request, response).catch(error => failed(error, request, response));
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method = '', url = ''} = request;
    const to = target(url);
    if (to === undefined) return answersProbe(request, response) ? undefined : elsewhere(request, response);
    if (to === 'health') {
      const body = '{"status":"ok"}';
      response.writeHead(200, {'Content-Type': 'application/json', 'Content-Length': String(body.length)}).end(body);
    } else if (!methods.has(method)) {
      noise.note(
        'wrong-method',
        `${shown(method, url)} was answered 405: ${methodWords[method] ?? ''}webhooks are GET or POST.`,
      );
      response.writeHead(405, {Allow: 'GET, POST', 'Content-Length': '0'}).end();
    } else {
      await webhook(await received(request), request, response, to.route);
    }
  }

  /** What nobody foresaw while a request was answered: it gets an answer all the same, and it is told and counted. */
  function failed(error: Error, {method = '', url = '', socket}: IncomingMessage, response: ServerResponse): void {
    const asked = shown(method, url);
    if (socket.destroyed) {
      response.destroy();
      noise.note('unanswered', `${asked} got no answer: ${error.message}.`);
      return;
    }
    if (!response.headersSent) {
      const to = target(url);
      const isCall = typeof to === 'object' && wantsNcco[to.route];
      const reply = isCall ? nccoReply(applicationUnavailable) : emptyReply(500);
      send(reply, response, false);
      response.end(reply.body);
    } else if (!response.writableEnded) {
      response.destroy();
    }
    fault(error, asked);
  }

  /** Counts and tells of what should never be thrown, and of whose request it was, where that is known. */
  function fault({message}: Error, asked?: string): void {
    const where = asked === undefined ? '' : ` while ${asked} was answered`;
    noise.note('fault', `The monitor itself met an error${where}: ${message}. It goes on; please report these words.`);
  }

  /**
   * What comes to no path of ours. With an application behind us, its paths are its own: it may answer calls anywhere, and its NCCO may name any
   * path for the events of one action (`eventUrl` of `input`, `record`, …). Whatever is no webhook we only stand in front of.
   */
  async function elsewhere(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const {method = '', url = ''} = request;
    const {passOn} = answering;
    const mayBe = methods.has(method) && (url.includes('?') || method === 'POST');
    if (!passOn && !mayBe) return unknownPath(request, response);
    const read = await received(request);
    if (mayBe && (await webhook(read, request, response))) return;
    if (!passOn) return unknownPath(request, response);
    if (read.cut !== undefined) {
      noise.note(
        'too-large',
        `${shown(method, url)} was answered 413: its body has more than ${limits.bodyBytes} bytes.`,
      );
      response.writeHead(413, {'Content-Length': '0', Connection: 'close'});
      return lingerOn(request, response);
    }
    const status = await passOn.request(read, response);
    if (status === 404) noise.note('unknown-path', `${shown(method, url)} ${unknownThereText}`);
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    if (request.headers.upgrade?.toLowerCase() !== 'websocket') return void socket.destroy();
    try {
      if (target(request.url ?? '') === undefined) sockets.take(request, socket, head);
      else sockets.refuse(request, socket, misplacedSocket);
    } catch {
      socket.destroy();
    }
  }

  function unknownPath({method = '', url = ''}: IncomingMessage, response: ServerResponse): void {
    const path = url.split('?', 1)[0] ?? '';
    const like = routeLike(path);
    const text = `${shown(method, path)} was answered 404:`;
    if (like)
      noise.note(
        'unknown-path',
        `${text} put ${paths[like]} into the application, or start with --${like}-path ${path}`,
        path,
      );
    else
      noise.note(
        'unknown-path',
        `${text} no webhook is expected there. If Vonage sent it, correct the URL in the application, or the path flags.`,
      );
    response.writeHead(404, {'Content-Length': '0'}).end();
  }

  async function received(request: IncomingMessage): Promise<Received> {
    const {method = '', url: path = '', rawHeaders} = request;
    const from = request.socket.remoteAddress;
    const read = await readBody(request, limits.bodyBytes);
    return {method, path, rawHeaders, headers: joinHeaders(rawHeaders), from, ...read};
  }

  /** Whether it was one of Vonage's webhooks, and is answered. */
  async function webhook(
    read: Received,
    request: IncomingMessage,
    response: ServerResponse,
    hint?: Route,
  ): Promise<boolean> {
    const started = performance.now();
    const flowed = await flow(rawRequest(read), read, hint);
    if (!flowed) return false;
    const {answer, sent} = flowed;
    const took = performance.now() - started;
    send(answer.reply, response, answer.by === 'application');
    const {body} = answer.reply;
    if (read.cut !== undefined) lingerOn(request, response);
    // Without a body the head goes out in one piece instead of two.
    else if (body.length === 0) response.end();
    else response.end(body);
    sent(took);
    return true;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen({port, host, backlog: BACKLOG}, resolve);
  }).catch(error => {
    answering.close?.();
    agents.close();
    throw error;
  });
  // Such as too many open files: one connection is lost, not the listener.
  server.on('error', error => noise.note('accept', `A connection could not be accepted: ${error.message}.`));
  const bound = (server.address() as AddressInfo).port;
  const url = `http://${reachable(host)}:${bound}`;
  if (options.answering?.kind === 'forward' && sameOrigin(options.answering.url, url)) {
    server.close();
    throw new ListenerError(
      'forward',
      `--forward ${options.answering.url} is this listener itself. Give the application's own port.`,
    );
  }

  const shared = sharedPath(paths);
  if (shared) emit({source: 'health', part: 'listener', state: 'ok', code: 'shared-path', text: shared});
  const nccoWatch =
    check && options.answering?.kind === 'file'
      ? watchNcco({file: options.answering.file, check, strict, emit})
      : undefined;

  return {
    id,
    port: bound,
    url,
    arm: answering.arm,
    fault,
    async close(graceMs = 1000) {
      const closed = close(graceMs);
      // A WebSocket has no end of its own to wait for.
      answering.passOn?.close();
      sockets.close();
      await closed;
      nccoWatch?.close();
      noise.close();
      answering.close?.();
      agents.close();
      ours?.close();
    },
  };
}

/** An application's reply goes out with its own headers and no others, so not even a Date is added. */
function send(reply: Reply, response: ServerResponse, asItIs: boolean): void {
  response.sendDate = !asItIs;
  if (reply.statusText === undefined) response.writeHead(reply.status, reply.rawHeaders);
  else response.writeHead(reply.status, reply.statusText, reply.rawHeaders);
}

/**
 * Ends the exchange with a sender whose body is too long: closing at once would reset the connection and could destroy
 * the reply on its way, so what still comes is dropped for a moment.
 */
function lingerOn(request: IncomingMessage, response: ServerResponse): void {
  response.flushHeaders();
  const timer = setTimeout(() => response.end(), 500);
  request.once('close', () => clearTimeout(timer));
  request.once('end', () => response.end());
  request.resume();
}

/** A request line for people, cut: it may be anything. */
const shown = (method: string, url: string): string => `${method} ${url.length > 120 ? `${url.slice(0, 120)}…` : url}`;

const sameOrigin = (a: string, b: string): boolean =>
  new URL(a).origin.replace('//localhost:', '//127.0.0.1:') === new URL(b).origin;
