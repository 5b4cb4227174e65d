import {readFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {createSecureContext} from 'node:tls';
import {ConfigError, FileError, UsageError} from '../../config/problem.js';
import type {Config} from '../../config/resolve.js';
import {SHORTEST_TOKEN} from '../../config/serve-token.js';
import {makeFolder} from '../../recording/folder.js';
import type {Vitals} from '../../store/vitals.js';
import {counted} from '../../text/counted.js';
import {codeOf, messageOf} from '../../text/system-error.js';
import {pemIn} from '../pem.js';
import {recordingsFolder} from '../recordings/folder.js';
import {isOpen} from './guard.js';
import {SERVE_PORT} from './protocol.js';
import type {Serving} from './server.js';

/** It cannot be served there. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
}

/** What somebody wants who attaches to know, and where that was said, such as `flag --serve-token`. */
type GivenToken = {text: string; origin: string};

/** Where somebody wants the monitor to be served: a port, or an address, with a port or without. Throws `UsageError`. */
export function placeToServe(asked: string): {address: string; port: number} {
  const text = asked.trim();
  const [whole, bracketed, name, port] =
    /^(?:\[([\da-f:.]+)\]|([^\s:[\]]*[^\s:[\]\d][^\s:[\]]*))?(?::?(\d{1,5}))?$/i.exec(text) ?? [];
  const number = port === undefined ? SERVE_PORT : Number(port);
  if (whole && number <= 65_535) return {address: bracketed ?? name ?? '127.0.0.1', port: number};
  throw new UsageError(
    `--serve takes a port, or an address with a port, such as 4600 or 127.0.0.1:4600; it was "${text}".`,
  );
}

/** Where it is to be served. Throws `UsageError`, and `ConfigError` for a token that could be found by trying. Who does not serve may have any. */
function checkServe(asked: string, token: GivenToken | undefined): {address: string; port: number} {
  const place = placeToServe(asked);
  if (token === undefined || token.text.length >= SHORTEST_TOKEN) return place;
  throw new ConfigError(
    'wrong-value',
    `The token (${token.origin}) has only ${counted(token.text.length, 'character')}: whoever reaches the port could find it by trying. Give one of at least ${SHORTEST_TOKEN}, such as node -p "crypto.randomUUID()" prints, or none: then each start makes a new one.`,
    {setting: 'serveToken'},
  );
}

const serveFolder = (): string => join(dirname(recordingsFolder()), 'serve');

/** Where who attaches on this machine finds the token. */
const tokenFile = (port: number): string => join(serveFolder(), `${port}.token`);

/** The token of a monitor that is served on this machine; undefined where there is none. */
export function tokenKept(port: number): string | undefined {
  try {
    return readFileSync(tokenFile(port), 'utf8').trim();
  } catch {
    return undefined;
  }
}

type ServeFlags = {
  /** The recording. */
  file?: string;
  /** One of its own without. */
  token?: GivenToken;
  /** Files of a certificate and its key. */
  cert?: string;
  key?: string;
  /** Also where others could read it on the way. */
  insecure?: boolean;
  /** No phone number leaves the machine. */
  mask?: boolean;
  say(text: string): void;
};

/** Serves what is recorded, where that was asked for, and says how to attach. Throws `UsageError`, `ConfigError`, `FileError` and `ServeError`. */
export async function serveWhereAsked(
  asked: string | undefined,
  {file, token: given, cert, key, insecure = false, mask, say}: ServeFlags,
): Promise<Serving | undefined> {
  if (asked === undefined) {
    refuseWithoutServe({cert, key, insecure});
    return undefined;
  }
  const {address, port} = checkServe(asked, given);
  if (file === undefined) throw new UsageError('--serve sends what is recorded: leave --no-record out.');
  const tls = tlsOf(cert, key);
  if (isOpen(address) && !tls && !insecure)
    throw new UsageError(
      `--serve ${address} can be reached by others, and what is said there could be read on the way: give --serve-cert and --serve-key, or reach 127.0.0.1 through ssh -L. --serve-insecure serves it all the same.`,
    );
  const {newToken, startServing} = await import('./server.js');
  const token = given?.text ?? newToken();
  const serving = await startServing({address, port, token, file, tls, mask}).catch(error => {
    throw new ServeError(whyNotServed({address, port}, error));
  });
  const bound = Number(new URL(serving.url).port);
  const kept = await keepToken(bound, token);
  say(`Served at ${serving.url}. Attach from here: convo-monitor attach ${serving.url}\n`);
  // Given by somebody, it is known; and it is a secret. What stands behind # no browser sends anywhere.
  if (given === undefined) {
    say(`In a browser: ${serving.page}#${token}\n`);
    say(`From elsewhere the token is needed: ${token}\n`);
  } else say(`In a browser, which asks for the token: ${serving.page}\n`);
  return {
    ...serving,
    async close() {
      await serving.close();
      if (kept) await rm(kept, {force: true}).catch(codeOf);
    },
  };
}

/** Throws `UsageError` where it was said how to serve, and not to do so: who wanted to be seen would not be. */
function refuseWithoutServe({cert, key, insecure}: Pick<ServeFlags, 'cert' | 'key' | 'insecure'>): void {
  const given: readonly [string, boolean | undefined][] = [
    ['--serve-cert', cert !== undefined],
    ['--serve-key', key !== undefined],
    ['--serve-insecure', insecure],
  ];
  const [flag] = given.find(([, isGiven]) => isGiven) ?? [];
  if (flag !== undefined) throw new UsageError(`${flag} says how it is served: add --serve, or leave it out.`);
}

const whyNot: Readonly<Record<string, (port: number) => string>> = {
  EADDRINUSE: () => 'something listens there already. Give another port: --serve PORT.',
  EADDRNOTAVAIL: () => 'this machine has no such address. Give one that it has, or a port alone for 127.0.0.1.',
  EACCES: port => `you may not listen at a port such as ${port}. Give one above 1023.`,
  ENOTFOUND: () => 'there is no machine of that name. Give an address of this one, or a port alone for 127.0.0.1.',
};

function whyNotServed({address, port}: {address: string; port: number}, error: unknown): string {
  const host = address.includes(':') ? `[${address}]` : address;
  const why = whyNot[codeOf(error)]?.(port) ?? `${messageOf(error)}. Give another place: --serve ADDRESS:PORT.`;
  return `${host}:${port} cannot be served: ${why}`;
}

async function keepToken(port: number, token: string): Promise<string | undefined> {
  const file = tokenFile(port);
  try {
    await makeFolder(serveFolder());
    const {writeText} = await import('../../output/write-file.js');
    return await writeText(`${token}\n`, {file, replace: true}, 'The token');
  } catch {
    return undefined;
  }
}

function tlsOf(cert: string | undefined, key: string | undefined): {cert: Buffer; key: Buffer} | undefined {
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined || key === undefined)
    throw new UsageError('--serve-cert and --serve-key belong together: give both.');
  const pair = {cert: pemIn(cert, '--serve-cert'), key: pemIn(key, '--serve-key')};
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new FileError(
      `--serve-cert ${cert} and --serve-key ${key} do not serve (${messageOf(error)}). Give a certificate and the key that belongs to it, both as PEM and the key without a passphrase.`,
    );
  }
  return pair;
}

/** What a source says of the monitor, with where it is served. */
export function servedVitals<From extends {vitals(): Vitals}>(
  {vitals}: From,
  serving: Serving | undefined,
): From['vitals'] {
  if (!serving) return vitals;
  return () => ({...vitals(), served: {url: serving.url, page: serving.page, attached: serving.attached()}});
}

function tokenGiven({serveToken}: Config['settings']): GivenToken | undefined {
  return serveToken && {text: serveToken.value.text, origin: serveToken.origin};
}

/** Throws as `checkServe` does, before anything listens, is placed or linked. */
export function checkServeFlags({serve}: {serve?: string}, {settings}: Config): void {
  if (serve !== undefined) checkServe(serve, tokenGiven(settings));
}

type Given = {serveCert?: string; serveKey?: string; serveInsecure?: boolean};

/** The flags of a verb that listens, as this wants them. */
export function serveFlags({serveCert, serveKey, serveInsecure}: Given, {settings}: Config, file?: string): ServeFlags {
  const token = tokenGiven(settings);
  const say = (text: string): void => void process.stderr.write(text);
  const mask = settings.mask?.value;
  return {file, token, cert: serveCert, key: serveKey, insecure: serveInsecure, mask, say};
}
