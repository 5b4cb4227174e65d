import {createHmac} from 'node:crypto';
import {createServer} from 'node:http';
import type {Checkup} from '../../source/call/checkup.js';
import type {ConfigInput} from '../../source/config/candidates.js';
import {resolveConfig} from '../../source/config/resolve.js';
import {examine} from '../../source/doctor/doctor.js';
import {startListener} from '../../source/intake/listener.js';
import {doctorPlanOf} from '../../source/run/doctor-plan.js';
import {freePort} from '../../source/run/ports.js';
import {
  type Application,
  createApplication,
  type OwnedNumber,
  type SimulatorOptions,
  startSimulator,
} from '../../source/simulator/index.js';
import {type Machine, machine} from '../config/machine.js';
import {temporaryFolder} from '../recording/folder.js';
import {startApplication} from '../simulator/application.js';
import {inFront, listen, type Said} from './servers.js';

type Webhook = {address: string; http_method: string};

/** Of an application, as the Application API has it. */
export type Capabilities = {
  voice?: {
    webhooks: {answer_url: Webhook; event_url: Webhook; fallback_answer_url: Webhook};
    signed_callbacks?: boolean;
  };
  rtc?: {webhooks: {event_url: Webhook}};
};

let made: Promise<[Application, Application]> | undefined;

/** The application of the account, and another one: making key pairs takes a while. */
const applications = () => {
  made ??= Promise.all([createApplication(), createApplication()]);
  return made;
};

/** As an application checks it: HS256 over the account's signature secret. */
function isSigned(authorization = ''): boolean {
  const [head, claims, signature] = authorization.replace(/^Bearer /, '').split('.');
  return createHmac('sha256', secret).update(`${head}.${claims}`).digest('base64url') === signature;
}

export const account = {apiKey: 'a1b2c3d4', apiSecret: 'abcdefghijklmnop'};
export const secret = 'signature-secret-of-32-characters';
export const talk = [{action: 'talk', text: 'Hello.'}];

/**
 * A set-up of which every hop is well: a monitor that runs in front of an application, a tunnel to it, ngrok's agent that tells of it, and a stand-in for
 * Vonage whose application has the tunnel's URLs. Rows of the table break it, by the fields that are there to be changed.
 */
export async function healthy() {
  const [application, other] = await applications();
  const folder = await temporaryFolder();
  const closing: (() => Promise<unknown>)[] = [];

  const world = {
    ...{application, other, folder},
    /** What the doctor is told: flags, environment, files. */
    flags: {} as Record<string, unknown>,
    env: {} as Record<string, string>,
    files: {} as NonNullable<Machine['files']>,
    /** What the developer's application answers, by path. */
    answers: {
      '/webhooks/answer': {body: talk},
      '/webhooks/event': {},
    } as Record<string, {status?: number; headers?: Record<string, string>; raw?: string; body?: unknown; slow?: true}>,
    /** The application answers only what is signed. */
    checksSignatures: false,
    /** By which method the APIs were asked, each time. */
    asked: [] as string[],
    /** What the APIs say instead, by the beginning of a path. */
    api: {} as Record<string, Said>,
    /** What comes out of the tunnel instead of what it leads to. */
    page: undefined as Said,
    /** The port that the tunnel leads to, and the one that ngrok's agent tells of; undefined where there is no tunnel, or no agent. */
    leadsTo: undefined as number | undefined,
    told: undefined as number | undefined,
    /** The host that cloudflared tells of, where it runs. */
    quick: undefined as string | undefined,
    numbers: [{number: '447700900000'}] as OwnedNumber[],
    monitor: 0,
    tunnel: '',
    applicationUrl: '',
    /** Starts the monitor, the application or Vonage anew. */
    startMonitor,
    startSecondMonitor,
    startOwn,
    startVonage,
    stop,
    put,
    taken,
    doctor,
    close: async () => {
      await Promise.all(closing.splice(0).map(close => close()));
    },
  };

  const stops: Partial<Record<'monitor' | 'first' | 'own' | 'vonage' | 'other', () => Promise<unknown>>> = {};
  async function stop(...names: (keyof typeof stops)[]) {
    for (const name of names) {
      await stops[name]?.();
      delete stops[name];
    }
  }
  closing.push(() => stop('monitor', 'first', 'own', 'vonage', 'other'));

  let vonageUrl = '';
  async function startVonage(options: Partial<SimulatorOptions> = {}) {
    await stop('vonage');
    const vonage = await startSimulator({
      ...{answerUrl: `${world.tunnel}/webhooks/answer`, eventUrl: `${world.tunnel}/webhooks/event`},
      ...{fallbackUrl: `${world.tunnel}/webhooks/fallback`, rtcUrl: `${world.tunnel}/webhooks/rtc`},
      ...{applicationId: application.id, publicKey: application.publicKey, ...account},
      ...{numbers: world.numbers, signatureSecret: secret, speed: Number.POSITIVE_INFINITY, ...options},
    });
    stops.vonage = vonage.close;
    vonageUrl = vonage.apiUrl;
  }

  async function startOwn() {
    await stop('own');
    const server = await startApplication(
      async ({path, headers}) => {
        if (world.checksSignatures && !isSigned(headers.authorization)) return {status: 401};
        const {slow, ...answer} = world.answers[path] ?? {status: 404};
        if (slow) await new Promise(() => undefined);
        return answer;
        // The port behind it is one that nobody gets by chance.
      },
      await freePort(),
    );
    stops.own = server.close;
    world.applicationUrl = server.url;
    world.flags.forward = server.url;
  }

  async function startMonitor(port = 0) {
    await stop('monitor');
    const emit = () => ({observation: {} as never, written: Promise.resolve(true)});
    const listener = await startListener({port, answering: {kind: 'forward', url: world.applicationUrl}}, emit);
    stops.monitor = () => listener.close(0);
    world.monitor = listener.port;
    world.leadsTo = listener.port;
    world.told = listener.port;
    world.flags.port = listener.port;
  }

  /** Beside the first one, which goes on. */
  async function startSecondMonitor() {
    stops.first = stops.monitor;
    delete stops.monitor;
    await startMonitor();
  }

  /** Another program on a port of this machine; gives the port. */
  async function taken(port = 0): Promise<number> {
    const [at, close] = await listen(
      createServer((_, response) => response.end('<h1>hello</h1>')),
      port,
    );
    stops.other = close;
    return at;
  }

  /** Changes the application as its dashboard would. */
  async function put(change: (capabilities: Capabilities) => void) {
    const url = `${vonageUrl}/v2/applications/${application.id}`;
    const authorization = `Basic ${Buffer.from(`${account.apiKey}:${account.apiSecret}`).toString('base64')}`;
    const read = (await (await fetch(url, {headers: {authorization}})).json()) as {capabilities: Capabilities};
    change(read.capabilities);
    const headers = {authorization, 'content-type': 'application/json'};
    const {status} = await fetch(url, {method: 'PUT', headers, body: JSON.stringify(read)});
    if (status !== 200) throw new Error(`The Application API answered ${status}.`);
  }

  async function doctor(): Promise<Checkup> {
    const {flags, env, files} = world;
    const input: ConfigInput = machine({flags, env, files});
    const plan = doctorPlanOf(resolveConfig(input));
    return examine({...plan, cloudflared: [agent.url], recordings: {folder}});
  }

  const api = await inFront(
    () => vonageUrl,
    (path, method) => {
      world.asked.push(method);
      return Object.entries(world.api).find(([begins]) => path.startsWith(begins))?.[1];
    },
  );
  const tunnel = await inFront(
    () => (world.leadsTo === undefined ? undefined : `http://127.0.0.1:${world.leadsTo}`),
    () => world.page,
  );
  const agent = await inFront(
    () => undefined,
    path => {
      if (path === '/quicktunnel' && world.quick !== undefined) return {body: JSON.stringify({hostname: world.quick})};
      if (path !== '/api/tunnels' || world.told === undefined) return {status: 404};
      const config = {addr: `http://localhost:${world.told}`};
      return {body: JSON.stringify({tunnels: [{public_url: tunnel.url, config}]})};
    },
  );
  closing.push(api.close, tunnel.close, agent.close);
  world.tunnel = tunnel.url;
  world.flags = {apiUrl: api.url, ngrokApi: agent.url, applicationId: application.id};
  world.env = {
    VONAGE_PRIVATE_KEY: application.privateKey,
    VONAGE_API_KEY: account.apiKey,
    VONAGE_API_SECRET: account.apiSecret,
    VONAGE_SIGNATURE_SECRET: secret,
  };
  await startOwn();
  await startMonitor();
  await startVonage();
  return world;
}

export type World = Awaited<ReturnType<typeof healthy>>;
