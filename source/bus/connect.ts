import {readFile} from 'node:fs/promises';
import {connect, type NatsConnection} from '@nats-io/transport-node';
import {type BusAddress, busAddressText} from '../text/bus-address.js';
import {codeOf} from '../text/system-error.js';
import {type CredentialFiles, readCredentials} from './credentials.js';
import {BusError, busErrorOf, expiredText} from './error.js';

/** Where a bus is, and what it is told of who comes. Plain data, because it travels to a thread; files are read anew each time. */
export type BusAccess = CredentialFiles & {
  address: BusAddress;
  /** A file with certificates (PEM) that are believed. */
  ca?: string;
  /** Also where others can read it on the way. */
  insecure?: boolean;
  /** As the server's list of connections shows it. */
  name?: string;
  /** ms until a server is taken for one that does not answer; 5 s at most, and without it. */
  patienceMs?: number;
};

/** ms. */
const PATIENCE = 5000;

/**
 * A connection is asked so often whether it is there, ms; twice unanswered, it is lost. By itself the client asks every 2 minutes (`pingInterval`), so that a network
 * that drops all packets would be noticed after 6.
 */
const PING_EVERY = 10_000;

/** What servers before that know of JetStream is not enough. */
const OLDEST = [2, 9];

/**
 * Connects to a bus: beyond this machine by TLS, unless that is given up. It does not come back by itself once it is lost: `closed()` resolves.
 * Rejects with `BusError`.
 */
export async function connectBus(
  access: BusAccess,
  {pingEvery = PING_EVERY}: {pingEvery?: number} = {},
): Promise<NatsConnection> {
  const {address, insecure = false, name = 'convo-monitor', patienceMs = PATIENCE} = access;
  const url = busAddressText(address);
  const {authenticators, expires} = await readCredentials(access);
  const ca = access.ca === undefined ? undefined : await certificatesIn(access.ca);
  try {
    const mustTls = address.tls || access.ca !== undefined || !(address.isLocal || insecure);
    const connection = await connect({
      servers: [...address.servers],
      name,
      timeout: Math.min(patienceMs, PATIENCE),
      reconnect: false,
      pingInterval: pingEvery,
      maxPingOut: 2,
      authenticator: authenticators,
      ...(mustTls && {tls: {ca}}),
    });
    const [major = 0, minor = 0] = (connection.info?.version ?? '').split('.').map(Number);
    if (major > (OLDEST[0] ?? 0) || (major === OLDEST[0] && minor >= (OLDEST[1] ?? 0))) return connection;
    await connection.close();
    const text = `The NATS server at ${url} is version ${connection.info?.version}; it has to be ${OLDEST.join('.')} or later.`;
    throw new BusError('too-old', text);
  } catch (error) {
    const told = busErrorOf(error, url);
    // The server only says that it does not take them.
    if (told.code !== 'unauthorized' || expires === undefined || expires > Date.now()) throw told;
    throw new BusError('expired', expiredText(url, expires));
  }
}

async function certificatesIn(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new BusError('tls', `${file} cannot be read (${codeOf(error)}). Correct the path of --bus-ca.`);
  }
}
