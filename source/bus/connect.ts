import {readFile} from 'node:fs/promises';
import {
  type Authenticator,
  connect,
  credsAuthenticator,
  type NatsConnection,
  nkeyAuthenticator,
} from '@nats-io/transport-node';
import {type BusAddress, busAddressText} from '../text/bus-address.js';
import {BusError, busErrorOf} from './error.js';

/** Where a bus is, and what it is told of who comes. Plain data, because it travels to a thread; files are read anew each time. */
export type BusAccess = {
  address: BusAddress;
  /** A file of credentials (JWT and seed), or one with the seed of an nkey. */
  creds?: string;
  nkey?: string;
  /** A file with certificates (PEM) that are believed. */
  ca?: string;
  /** Also where others can read it on the way. */
  insecure?: boolean;
  /** As the server's list of connections shows it. */
  name?: string;
};

/** ms until a server is taken for one that does not answer. */
const PATIENCE = 5000;

/** A connection that says nothing for so long is asked, ms; twice unanswered, it is lost. */
const PING_EVERY = 10_000;

/** What servers before that know of JetStream is not enough. */
const OLDEST = [2, 9];

/**
 * Connects to a bus: beyond this machine by TLS, unless that is given up. It does not come back by itself once it is lost: `closed()` resolves.
 * Rejects with `BusError`.
 */
export async function connectBus(access: BusAccess): Promise<NatsConnection> {
  const {address, insecure = false, name = 'convo-monitor'} = access;
  const url = busAddressText(address);
  try {
    const mustTls = address.tls || access.ca !== undefined || !(address.isLocal || insecure);
    const connection = await connect({
      servers: [...address.servers],
      name,
      timeout: PATIENCE,
      reconnect: false,
      pingInterval: PING_EVERY,
      maxPingOut: 2,
      authenticator: await authenticatorsOf(access),
      ...(mustTls && {tls: {ca: access.ca && (await readFile(access.ca, 'utf8'))}}),
    });
    const [major = 0, minor = 0] = (connection.info?.version ?? '').split('.').map(Number);
    if (major > (OLDEST[0] ?? 0) || (major === OLDEST[0] && minor >= (OLDEST[1] ?? 0))) return connection;
    await connection.close();
    const text = `The NATS server at ${url} is version ${connection.info?.version}; it has to be ${OLDEST.join('.')} or later.`;
    throw new BusError('too-old', text);
  } catch (error) {
    throw busErrorOf(error, url);
  }
}

async function authenticatorsOf({creds, nkey}: BusAccess): Promise<Authenticator[]> {
  const [credentials, seed] = await Promise.all([creds && readFile(creds), nkey && readFile(nkey, 'utf8')]);
  return [
    ...(credentials ? [credsAuthenticator(credentials)] : []),
    ...(seed ? [nkeyAuthenticator(new TextEncoder().encode(seedIn(seed)))] : []),
  ];
}

/** In the file of `nk -gen`, the seed is all there is; others have comments around it. */
const seedIn = (text: string): string => /\bSU[A-Z2-7]{56}\b/.exec(text)?.[0] ?? text.trim();
