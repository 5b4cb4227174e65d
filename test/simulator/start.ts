import * as jose from 'jose';
import {
  type Application,
  createApplication,
  type SimulatorOptions,
  startSimulator,
} from '../../source/simulator/index.js';
import {type Answering, startApplication} from './application.js';

let made: Promise<Application> | undefined;

/** One application for all tests of a file: making a key pair takes a while. */
export function anApplication(): Promise<Application> {
  made ??= createApplication();
  return made;
}

/** `paths` are routes of the application that the simulator is to call besides, or instead of, the usual ones. */
export type StartOptions = Partial<SimulatorOptions> & {paths?: {answer?: string; fallback?: string; rtc?: string}};

/**
 * A simulator that calls a plain HTTP application as fast as that one answers, from the year 2000 on: stamps are exact,
 * and no test waits.
 */
export async function start(
  answering: Answering,
  given: StartOptions | ((server: {url: string}) => StartOptions) = {},
) {
  const application = await anApplication();
  const server = await startApplication(answering);
  const {paths, ...options} = typeof given === 'function' ? given(server) : given;
  const vonage = await startSimulator({
    ...server.urls,
    ...(paths?.answer && {answerUrl: server.url + paths.answer}),
    ...(paths?.fallback && {fallbackUrl: server.url + paths.fallback}),
    ...(paths?.rtc && {rtcUrl: server.url + paths.rtc}),
    applicationId: application.id,
    publicKey: application.publicKey,
    speed: Number.POSITIVE_INFINITY,
    startAt: Date.UTC(2000, 0, 1),
    seed: 1,
    ...options,
  });
  let bearer: Promise<string> | undefined;
  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    bearer ??= token();
    const authorization = `Bearer ${await bearer}`;
    const response = await fetch(`${vonage.apiUrl}${path}`, {
      method,
      headers: {authorization, ...(body !== undefined && {'content-type': 'application/json'}), ...headers},
      ...(body !== undefined && {body: typeof body === 'string' ? body : JSON.stringify(body)}),
    });
    const text = await response.text();
    return {status: response.status, body: text === '' ? undefined : JSON.parse(text)};
  };
  return {
    server,
    vonage,
    call,
    get: (path: string) => call('GET', path),
    async close() {
      await vonage.close();
      await server.close();
    },
    /** Seconds after the beginning of the first call. */
    secondsOf: (stamp: unknown) => (Date.parse(String(stamp)) - Date.UTC(2000, 0, 1)) / 1000,
  };
}

/** An application token as an SDK makes it; `changes` spoil it. */
export async function token(
  changes: {claims?: Record<string, unknown>; key?: string; alg?: string} = {},
): Promise<string> {
  const {id, privateKey} = await anApplication();
  const now = Math.floor(Date.now() / 1000);
  const claims = {application_id: id, iat: now, exp: now + 900, jti: crypto.randomUUID(), ...changes.claims};
  const {alg = 'RS256'} = changes;
  const key =
    alg === 'HS256' ? new TextEncoder().encode('x'.repeat(32)) : await jose.importPKCS8(changes.key ?? privateKey, alg);
  return new jose.SignJWT(claims).setProtectedHeader({alg, typ: 'JWT'}).sign(key);
}
