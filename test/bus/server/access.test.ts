import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {nkeys} from '@nats-io/transport-node';
import {describe, expect, it} from 'vitest';
import {type BusAccess, connectBus} from '../../../source/bus/connect.js';
import {noOpenssl, selfSigned} from '../../helpers/certificates.js';
import {temporaryFolder} from '../../recording/folder.js';
import {hasNats, natsMissing, startNats} from './nats.js';

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
