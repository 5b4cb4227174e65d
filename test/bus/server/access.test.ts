import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {nkeys} from '@nats-io/transport-node';
import {describe, expect, it} from 'vitest';
import {type BusAccess, connectBus} from '../../../source/bus/connect.js';
import {asking, makeStreams} from '../../../source/bus/stream.js';
import {inPipe} from '../../end-to-end/program.js';
import {noOpenssl, selfSigned} from '../../helpers/certificates.js';
import {until} from '../../helpers/until.js';
import {temporaryFolder} from '../../recording/folder.js';
import {createAccounts} from './accounts.js';
import {hasNats, natsMissing, startNats} from './nats.js';

const inSeconds = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

/** A file that only its owner reads. */
async function fileOf(text: string, file?: string): Promise<string> {
  const path = file ?? join(await temporaryFolder(), 'key');
  await writeFile(path, text, {mode: 0o600});
  return path;
}

/** What comes of a connection: its welcome, or the word for why there is none. */
async function comesOf(access: BusAccess): Promise<string> {
  try {
    const connection = await connectBus(access);
    await connection.close();
    return 'connected';
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  }
}

/** A new nkey: its public half, and a file with its seed. */
async function nkeyIn(folder: string, name: string): Promise<{id: string; file: string}> {
  const pair = nkeys.createUser();
  const file = join(folder, name);
  await writeFile(file, `# seed\n${Buffer.from(pair.getSeed())}\n`, {mode: 0o600});
  return {id: pair.getPublicKey(), file};
}

describe.skipIf(!hasNats)(`who may come to a bus${hasNats ? '' : `: ${natsMissing}`}`, () => {
  it('is told by an nkey', async () => {
    const folder = await temporaryFolder();
    const [known, other] = [await nkeyIn(folder, 'known'), await nkeyIn(folder, 'other')];
    const {address} = await startNats({config: `authorization {users: [{nkey: ${known.id}}]}`});
    expect(await comesOf({address, nkey: known.file})).toBe('connected');
    expect(await comesOf({address, nkey: other.file})).toBe('unauthorized');
    expect(await comesOf({address})).toBe('unauthorized');
  });

  it('is told by credentials that an account has signed, as long as they hold', async () => {
    const accounts = createAccounts();
    const {address} = await startNats({config: accounts.config});
    const creds = async (text: string) => comesOf({address, creds: await fileOf(text)});
    expect(await creds(accounts.creds())).toBe('connected');
    expect(await creds(accounts.creds({expires: inSeconds(60)}))).toBe('connected');
    expect(await creds(accounts.creds({expires: inSeconds(-60)}))).toBe('expired');
    expect(await creds(accounts.creds({signer: nkeys.createAccount()}))).toBe('unauthorized');
    expect(await comesOf({address})).toBe('unauthorized');
  });

  it('is not told by a file that holds nothing of the kind, and nobody else is told what it holds', async () => {
    const {address} = await startNats();
    const seed = Buffer.from(nkeys.createUser().getSeed()).toString();
    const broken = seed.replace(/.{4}$/, 'AAAA');
    const texts = ['', 'a password', broken, `-----BEGIN-----\n${seed}\n------END------\n`];
    for (const text of texts)
      for (const what of ['creds', 'nkey'] as const) {
        // As a seed with something around it, the last one is one.
        if (what === 'nkey' && text.includes(seed)) continue;
        const file = await fileOf(text);
        const error = await connectBus({address, [what]: file}).catch(error => error);
        expect([what, error.code, error.message]).toEqual([what, 'credentials', expect.stringContaining(file)]);
        if (text !== '') expect(error.message).not.toContain(text.trim());
        expect(error.message).not.toContain(seed.slice(0, 20));
      }
    const missing = join(await temporaryFolder(), 'none');
    for (const what of ['creds', 'nkey', 'ca'])
      expect((await connectBus({address, [what]: missing}).catch(error => error)).message).toBe(
        what === 'ca'
          ? `${missing} cannot be read (ENOENT). Correct the path of --bus-ca.`
          : `${missing} cannot be read (ENOENT). Correct the path, or put it there.`,
      );
  });

  it('is told anew by a file of which the credentials have expired, once it has others', async () => {
    const accounts = createAccounts();
    const server = await startNats({config: accounts.config});
    const creds = await fileOf(accounts.creds());
    const access = {address: server.address, creds};
    const plan = {maxAge: 86_400_000, maxBytes: 1e9, replicas: 1, shards: 1};
    await asking(access, manager => makeStreams(manager, plan));
    await fileOf(accounts.creds({expires: inSeconds(3)}), creds);
    const record = join(await temporaryFolder(), 'r.ndjson');
    const args = [
      'demo',
      'busy',
      '--port',
      '0',
      '--record',
      record,
      '--bus',
      server.url,
      '--bus-creds',
      creds,
      '--plain',
    ];
    const monitor = await inPipe(args);
    await monitor.says(/The credentials for nats:\S+ (have expired|expired at \S+)\. Put new ones in their place/);
    await fileOf(accounts.creds(), creds);
    await monitor.says(/takes observations again|Published to/);
    await until(async () => {
      const {state} = await asking(access, manager => manager.streams.info('CONVO'));
      expect(state.messages).toBeGreaterThan(10);
    });
    monitor.child.kill('SIGINT');
    await monitor.ended;
    const all =
      monitor.out() + monitor.err() + (await readFile(record, 'utf8')) + (await readFile(`${record}.bus`, 'utf8'));
    expect(all).not.toMatch(/\bSU[A-Z2-7]{56}\b|eyJ[\w-]+\.eyJ/);
  });

  it('is not asked where the way there must be encrypted, and is not', async () => {
    const {address} = await startNats();
    expect(await comesOf({address})).toBe('connected');
    expect(await comesOf({address: {...address, tls: true}})).toBe('no-tls');
    // As from elsewhere: the same server, by a name that might be anybody's.
    expect(await comesOf({address: {...address, isLocal: false}})).toBe('no-tls');
    expect(await comesOf({address: {...address, isLocal: false}, insecure: true})).toBe('connected');
  });

  it.skipIf(noOpenssl)(`is encrypted by a certificate that is believed${noOpenssl ?? ''}`, async () => {
    const folder = await temporaryFolder();
    const {certFile, keyFile} = selfSigned(folder, 'DNS:localhost,IP:127.0.0.1');
    const other = selfSigned(await temporaryFolder(), 'DNS:localhost,IP:127.0.0.1');
    const {address} = await startNats({config: `tls {cert_file: "${certFile}", key_file: "${keyFile}"}`});
    const tls = {...address, tls: true};
    expect(await comesOf({address: tls, ca: certFile})).toBe('connected');
    expect(await comesOf({address: tls, ca: other.certFile})).toBe('tls');
    expect(await comesOf({address: tls})).toBe('tls');
  });
});
