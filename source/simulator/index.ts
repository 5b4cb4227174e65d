import {createPublicKey, randomInt} from 'node:crypto';
import {asHttpUrl} from '../text/url.js';
import {type Application, createApplication} from './application.js';
import {callOut, receive} from './call.js';
import {createClock} from './clock.js';
import {signatureOf} from './delivery/encode.js';
import {createOutbox, type Delivery} from './delivery/outbox.js';
import {type Kind, vonageDeadlines} from './delivery/rules.js';
import {type Deadlines, openConnections} from './delivery/send.js';
import {tamperApi, tamperWebhooks} from './faults.js';
import {formatOf} from './media/format.js';
import {mediaFaultsOf} from './media/options.js';
import {framesOf} from './media/sound.js';
import type {Simulator, SimulatorOptions} from './options.js';
import type {Action, CallOutcome} from './outcome.js';
import {createRandom, uuid} from './random.js';
import {replay, webhooksIn} from './replay.js';
import {createGate} from './rest/auth.js';
import {createLimiter, vonageLimits} from './rest/limits.js';
import {serve} from './rest/server.js';
import {callsOf, findScenario, type Placed, scenarios} from './scenarios/index.js';
import {timingOf} from './seed-call.js';
import type {Platform} from './state.js';
import {publicUrl, throughTunnel} from './tunnel.js';

export {type AgentCallOptions, callAgent} from './agent-call.js';
export type {Faults} from './faults.js';
export type {Simulator, SimulatorOptions} from './options.js';
export type {Action, CallOutcome, MediaOutcome, TurnOutcome} from './outcome.js';
export {readScenario, ScenarioError} from './scenarios/read.js';
export type {Callee, Caller, Saying, Scenario} from './scenarios/scenario.js';
export {demoPace, seedCall} from './seed-call.js';
export type {OwnedNumber} from './types.js';
export type {Application};
export {createApplication, findScenario, scenarios};

/** Where the application under test is; the rest has defaults. Time jumps to whatever is due next, unless a speed is given. */
export type SimulateOptions = Omit<SimulatorOptions, 'applicationId' | 'publicKey'> & {
  /** The application that calls are for; a new one by default. */
  application?: Application;
};

/** A simulated Vonage, and the application that it calls for: with its private key, tokens for the REST side are made. */
export type Simulation = Simulator & {application: Application};

/**
 * Starts a stand-in for Vonage for a test: with an application of its own, and as fast as the application under test answers.
 *
 * @param where the URL or the port of the application under test, which takes webhooks at /webhooks/answer and
 *   /webhooks/event; or options, with the URLs of its webhooks.
 * @throws TypeError when `where` is a text that is no URL; and what `startSimulator` throws.
 * @example
 * import {simulate} from 'convo-monitor/simulator';
 *
 * const vonage = await simulate('http://127.0.0.1:4000');
 * const call = await vonage.place('busy');
 * console.log(call.legs, call.deliveries.map(({kind, payload}) => [kind, payload.status]));
 * await vonage.close();
 */
export function simulate(where: string | number, options?: Partial<SimulateOptions>): Promise<Simulation>;
export function simulate(options: SimulateOptions): Promise<Simulation>;
export async function simulate(
  where: string | number | SimulateOptions,
  options: Partial<SimulateOptions> = {},
): Promise<Simulation> {
  const given = typeof where === 'object' ? where : {...usualUrls(where), ...options};
  const {application = await createApplication(), ...rest} = given;
  const {id: applicationId, publicKey} = application;
  const simulator = await startSimulator({speed: Number.POSITIVE_INFINITY, ...rest, applicationId, publicKey});
  return {...simulator, application};
}

/** Where the monitor, and most examples of Vonage's, expect webhooks. */
function usualUrls(where: string | number): Pick<SimulatorOptions, 'answerUrl' | 'eventUrl'> {
  const base = typeof where === 'number' ? `http://127.0.0.1:${where}` : where.replace(/\/+$/, '');
  if (!asHttpUrl(base)) {
    throw new TypeError(
      `"${where}" is not the URL of an application: give one such as http://127.0.0.1:4000, or a port.`,
    );
  }
  return {answerUrl: `${base}/webhooks/answer`, eventUrl: `${base}/webhooks/event`};
}

/**
 * Starts a stand-in for Vonage: it calls an application's webhooks as Vonage would, carries out the NCCOs it gets, and
 * serves the REST side on the loopback.
 *
 * @throws when the REST side's port is taken, the public key is none, or the sound is no WAV file (TypeError).
 * @example
 * const application = await createApplication();
 * const vonage = await startSimulator({
 *   answerUrl: 'http://127.0.0.1:3000/webhooks/answer',
 *   eventUrl: 'http://127.0.0.1:3000/webhooks/event',
 *   applicationId: application.id,
 *   publicKey: application.publicKey,
 *   speed: Infinity,
 * });
 * const call = await vonage.place('answered');
 * await vonage.close();
 */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const {applicationId, signatureSecret} = options;
  const faults = options.faults ?? {};
  const skewMs = faults.clockSkewMs ?? 0;
  const {sound = 'silence'} = options;
  // A file that is none is better known now than in the first call.
  framesOf(sound, formatOf());
  const clock = createClock(options.speed ?? 1, options.startAt, skewMs);
  const seed = options.seed ?? randomInt(2 ** 32);
  const random = createRandom(seed);
  // Dice of their own: faults do not change the ids.
  const dice = createRandom(seed + 1);
  const apiDice = createRandom(seed + 2);
  const connections = openConnections();
  const sockets: Platform['sockets'] = new Set();
  const act = options.onAction?.bind(options) ?? (() => undefined);
  const publicKey = createPublicKey(pemOf(options.publicKey));
  const {apiKey = 'a1b2c3d4', apiSecret = 'abcdefghijklmnop'} = options;
  const signing = signatureSecret === undefined ? undefined : {secret: signatureSecret, apiKey, applicationId};
  const reach = (url: string) => throughTunnel(options.tunnels ?? {}, url);
  const newSeal = () => ({jti: uuid(random), iat: Math.floor((Date.now() + skewMs) / 1000)});
  const created: CallOutcome[] = [];
  const running = new Set<Promise<unknown>>();
  let called = 0;
  const platform: Platform = {
    clock,
    random,
    applicationId,
    apiKey,
    publicUrl: options.publicUrl ?? '',
    regionUrl: options.regionUrl,
    targets: targetsOf(options),
    timing: timingOf(options.setupFactor, options.talkMs),
    mediaMs: options.mediaMs,
    conceptPageFrom: options.conceptPageFrom ?? false,
    legs: new Map(),
    users: new Map(),
    conversations: new Map(),
    named: new Map(),
    publicKey: publicKey.export({type: 'spki', format: 'pem'}).toString(),
    signed: signing !== undefined,
    mayBeSigned: signing !== undefined,
    voice: {region: options.region},
    numbers: options.numbers ?? [{number: '447700900000'}],
    sound,
    media: {lenientFrames: options.lenientFrames, manners: options.manners},
    // Dice of their own, too: whose throws come as often as frames do.
    mediaFaults: mediaFaultsOf(faults, createRandom(seed + 3)),
    reach,
    sockets,
    bearer: () => (signing && platform.signed ? `Bearer ${signatureOf('', signing, newSeal())}` : undefined),
    act,
    callOut(request) {
      clock.begin();
      const callee = options.callees?.[called++] ?? options.callees?.at(-1) ?? {};
      const {leg, over} = callOut(platform, request, callee);
      track(
        over.then(outcome => {
          created.push(outcome);
          if (created.length > keptOutcomes) created.shift();
        }),
      );
      return leg;
    },
    newOutbox: () =>
      createOutbox({
        clock,
        connections,
        deadlines: deadlinesOf(options),
        signing: platform.signed ? signing : undefined,
        newSeal,
        reach,
        ...(options.faults && {tamper: tamperWebhooks(options.faults, dice)}),
        onDelivery: delivery => act(describe(delivery)),
      }),
  };
  const account = {apiKey, apiSecret};
  const gate = createGate({applicationId, key: publicKey, account, users: platform.users, skewMs});
  const tooMany = createLimiter(options.limits ?? vonageLimits);
  const tamper = options.faults && tamperApi(options.faults, apiDice);
  const common = {gate, tooMany, tamper, skewMs};
  const api = await serve(platform, {...common, port: options.apiPort ?? 0, region: 'us-3', knowsCalls: true});
  const other = options.secondRegion
    ? await serve(platform, {...common, port: 0, region: 'eu-3', knowsCalls: false})
    : undefined;
  platform.publicUrl ||= api.url;

  const track = <T>(life: Promise<T>): Promise<T> => {
    const settled = life.then(
      () => undefined,
      () => undefined,
    );
    running.add(settled);
    void settled.then(() => running.delete(settled));
    return life;
  };
  let seedIdsGiven = false;
  const place = async ({scenario, afterMs}: Placed, began: number) => {
    const at = afterMs > 0 ? await clock.until(began + afterMs) : began;
    const seedIds = scenario.seedIds === true && !seedIdsGiven;
    seedIdsGiven ||= seedIds;
    return track(receive(platform, scenario, at, seedIds));
  };
  const placeAll: Simulator['placeAll'] = (scenario = 'answered', changes = {}) => {
    const known = typeof scenario === 'string' ? findScenario(scenario) : scenario;
    const began = clock.begin();
    return Promise.all(callsOf({...known, ...changes}).map(placed => place(placed, began)));
  };
  const close = async () => {
    clock.close();
    connections.close();
    const open = [...sockets];
    sockets.clear();
    for (const socket of open) socket.terminate();
    await Promise.all([api.close(), other?.close(), ...running]);
  };

  return {
    apiUrl: api.url,
    otherRegionUrl: other?.url,
    created,
    now: clock.now,
    scenarioOf: leg => platform.legs.get(leg)?.call.scenario,
    advance: clock.advance,
    step: clock.step,
    placeAll,
    async replay(recording, replaced = {}) {
      const webhooks = webhooksIn(recording);
      clock.begin();
      const outbox = platform.newOutbox();
      await track(replay(webhooks, replaced, {clock, random, outbox, targets: platform.targets}));
      return webhooks.length;
    },
    async place(...call) {
      const [first] = await placeAll(...call);
      if (!first) throw new Error('The scenario places no call.');
      return first;
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

function pemOf(key: SimulatorOptions['publicKey']): string {
  return typeof key === 'string' ? key : key.export({type: 'spki', format: 'pem'}).toString();
}

/** Calls that the application created of which the outcome is kept: a bound for runs of hours. */
const keptOutcomes = 1000;

function targetsOf(options: SimulatorOptions): Platform['targets'] {
  const url = (given: string) => publicUrl(options.tunnels ?? {}, given);
  return {
    answer: {url: url(options.answerUrl), method: options.answerMethod ?? 'GET'},
    event: {url: url(options.eventUrl), method: options.eventMethod ?? 'POST'},
    ...(options.fallbackUrl && {fallback: {url: url(options.fallbackUrl), method: options.fallbackMethod ?? 'GET'}}),
    ...(options.rtcUrl && {rtc: {url: url(options.rtcUrl), method: 'POST'}}),
  };
}

function deadlinesOf({deadlines = {}}: SimulatorOptions): Record<Kind, Deadlines> {
  const merged = (kind: Kind) => ({...vonageDeadlines[kind], ...deadlines[kind]});
  return {answer: merged('answer'), event: merged('event'), fallback: merged('fallback'), rtc: merged('rtc')};
}

function describe({at, kind, payload, target, attempts, reply, failure}: Delivery): Action {
  const subject = String(payload.status ?? payload.type ?? '');
  const result = reply ? String(reply.status) : (failure?.text.replace(/\.$/, '') ?? 'lost on its way');
  const times = attempts.length > 1 ? ` after ${attempts.length} attempts` : '';
  const text = `${target.method} ${kind}${subject && ` ${subject}`} → ${result}${times}`;
  return {at, kind: 'webhook', text};
}
