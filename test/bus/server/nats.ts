import {spawn, spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {type JetStreamManager, jetstreamManager} from '@nats-io/jetstream';
import {connect} from '@nats-io/transport-node';
import {expect, onTestFinished} from 'vitest';
import {STREAM, SUBJECTS} from '../../../source/bus/shards.js';
import {makeStreams} from '../../../source/bus/stream.js';
import {freePort} from '../../../source/run/ports.js';
import {busAddressIn} from '../../../source/text/bus-address.js';
import {until} from '../../helpers/until.js';
import type {Machine} from './network.js';

export const hasNats = spawnSync('nats-server', ['--version']).status === 0;
/** Said once where there is none. */
export const natsMissing = 'nats-server not found: apt-get install nats-server';
if (!hasNats && process.env.CI_BUS === '1') throw new Error(natsMissing);
if (!hasNats) console.error(`${natsMissing}; the tests of the bus are skipped.`);

export type NatsServer = {
  port: number;
  url: string;
  address: Exclude<ReturnType<typeof busAddressIn>, string>;
  folder: string;
  /** Lets it stand still, and resolves when it does: until then it may answer. */
  halt(): Promise<void>;
  goOn(): void;
  /** Ends it, and resolves when it has. */
  kill(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port, with what it had stored, or without. No file of its store grows beyond `mostKb`, as on a disk that is full. */
  start(options?: {wiped?: boolean; mostKb?: number}): Promise<void>;
};

type NatsOptions = {
  config?: string;
  jetStream?: boolean;
  /** The machine that it runs on; this one where none is given. */
  on?: Machine;
  /** The folder of another one, whose store it takes over. */
  from?: string;
};

/** A server of the test's own on a free port, in a folder of its own, with JetStream; it ends with the test. */
export async function startNats({config = '', jetStream = true, on, from}: NatsOptions = {}): Promise<NatsServer> {
  const folder = await mkdtemp(join(tmpdir(), 'convo-nats-'));
  const log = join(folder, 'log');
  const store = join(from ?? folder, 'store');
  const {address: host, within} = on ?? {address: '127.0.0.1', within: []};
  // One that nobody else gets while it is down.
  const port = await freePort();
  let child: ReturnType<typeof spawn> | undefined;

  async function start({wiped = false, mostKb}: Parameters<NatsServer['start']>[0] = {}): Promise<void> {
    if (wiped) await rm(store, {recursive: true, force: true});
    await rm(log, {force: true});
    const js = jetStream ? `jetstream {store_dir: "${store}"}` : '';
    await writeFile(join(folder, 'conf'), `host: ${host}\nport: ${port}\nlog_file: "${log}"\n${js}\n${config}\n`);
    const limit = mostKb === undefined ? '' : `ulimit -f ${2 * mostKb}; `;
    const [command = '', ...args] = [...within, 'sh', '-c', `${limit}exec nats-server -c "$0"`, join(folder, 'conf')];
    const started = spawn(command, args, {stdio: 'ignore'});
    child = started;
    await until(() => {
      if (started.exitCode !== null)
        throw new Error(`nats-server ended: ${existsSync(log) ? readFileSync(log, 'utf8') : ''}`);
      expect(existsSync(log) && readFileSync(log, 'utf8').includes('Server is ready')).toBe(true);
    });
  }

  async function kill(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise(resolve => child?.once('exit', resolve));
    child.kill(signal);
    await ended;
  }

  async function halt(): Promise<void> {
    child?.kill('SIGSTOP');
    await until(() => expect(spawnSync('ps', ['-o', 'stat=', '-p', `${child?.pid}`]).stdout.toString()).toMatch(/^T/));
  }

  function goOn(): void {
    child?.kill('SIGCONT');
  }

  await start();
  onTestFinished(async () => {
    goOn();
    await kill();
    await rm(folder, {recursive: true, force: true});
  });
  const url = `nats://${host}:${port}`;
  const address = busAddressIn(url);
  if (typeof address === 'string') throw new Error(address);
  return {port, url, address, folder, halt, goOn, kill, start};
}

/** Servers that are one cluster, by their names; `url` and `address` name them all. */
export async function startCluster(count: number) {
  const ports = await Promise.all(Array.from({length: count}, freePort));
  const routes = ports.map(port => `"nats://127.0.0.1:${port}"`).join(', ');
  const names = ports.map((_, i) => `n${i + 1}`);
  const nodes = await Promise.all(
    ports.map((port, i) =>
      startNats({
        config: `server_name: ${names[i]}\ncluster {name: c, listen: "127.0.0.1:${port}", routes: [${routes}]}`,
      }),
    ),
  );
  const url = `nats://${nodes.map(({port}) => `127.0.0.1:${port}`).join(',')}`;
  const address = busAddressIn(url);
  if (typeof address === 'string') throw new Error(address);
  const look = lookAt({url}, {servers: nodes.map(({port}) => `127.0.0.1:${port}`)});
  return {url, address, look, node: (name: string) => nodes[names.indexOf(name)]};
}

type Seen = {subject: string; header(name: string): string; body: Uint8Array};

/** Looks at what is in a server, each time by a connection of its own, for it may have been started anew. */
export function lookAt({url}: Pick<NatsServer, 'url'>, options: Parameters<typeof connect>[0] = {}) {
  async function asking<T>(ask: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    const connection = await connect({servers: url, reconnect: false, ...options});
    try {
      return await ask(await jetstreamManager(connection, {checkAPI: false}));
    } finally {
      await connection.close();
    }
  }
  return {
    asking,
    addStream: (more: object = {}) =>
      asking(manager => manager.streams.add({name: STREAM, subjects: [SUBJECTS], duplicate_window: 120e9, ...more})),
    /** As `bus init` makes them. */
    addShards: (shards: number) =>
      asking(manager => makeStreams(manager, {maxAge: 86_400_000, maxBytes: 1e9, replicas: 1, shards})),
    state: () => asking(async manager => (await manager.streams.info(STREAM)).state),
    /** Every message, in the order of the stream. */
    messages: () =>
      asking(async manager => {
        const {state} = await manager.streams.info(STREAM);
        const found: Seen[] = [];
        for (let seq = state.first_seq; seq <= state.last_seq && state.messages > 0; seq += 1) {
          const message = await manager.streams.getMessage(STREAM, {seq});
          if (message)
            found.push({
              subject: message.subject,
              header: (name: string) => message.header.get(name),
              body: message.data,
            });
        }
        return found;
      }),
  };
}
