import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it, onTestFinished} from 'vitest';
import {headerLine, observationLine} from '../../../source/recording/line.js';
import {attachTo} from '../../../source/run/attach/attached.js';
import {startServing} from '../../../source/run/serve/server.js';
import {serveWhereAsked} from '../../../source/run/serve/start.js';
import {emptyFolder} from '../../end-to-end/program.js';
import {talked} from '../../helpers/calls.js';
import {noOpenssl, selfSigned} from '../../helpers/certificates.js';

const HERE = 'DNS:localhost,IP:127.0.0.1';
const token = 'a-token';

async function served(names?: string, days?: number, address = '127.0.0.1') {
  const folder = await emptyFolder();
  const file = join(folder, 'a.ndjson');
  const header = headerLine({started: '2026-11-27T12:00:00.000Z', version: '1.2.3'});
  await writeFile(file, header + talked.map(({seq, at, ...o}) => observationLine({seq, at, ...o} as never)).join(''));
  const tls = names === undefined ? undefined : selfSigned(folder, names, days);
  const {url, close} = await startServing({address, port: 0, token, file, tls});
  onTestFinished(() => close());
  return {url, port: new URL(url).port, cert: tls?.cert, folder};
}

describe.skipIf(noOpenssl)(`by a certificate${noOpenssl ?? ''}`, () => {
  it('that is believed, what was recorded comes', async () => {
    const {url, cert} = await served(HERE);
    expect(url).toMatch(/^wss:/);
    const {batches, close} = await attachTo({url, token: () => token, ca: cert});
    onTestFinished(close);
    expect((await batches.next()).value).toHaveLength(talked.length);
  });

  it('a name that the certificate has is one that it may be reached by', async () => {
    const {port, cert} = await served('DNS:localhost,IP:127.0.0.1,IP:127.0.0.2', 1, '0.0.0.0');
    const {batches, close} = await attachTo({url: `wss://127.0.0.2:${port}`, token: () => token, ca: cert});
    onTestFinished(close);
    expect((await batches.next()).value).toHaveLength(talked.length);
  });

  it.each([
    [
      'of nobody who is known',
      HERE,
      1,
      false,
      /of nobody who is believed here\. Give .* with --ca FILE, or .*NODE_EXTRA_/,
    ],
    [
      'for another name',
      'DNS:lab.example.com',
      1,
      true,
      /for another name than 127\.0\.0\.1 \(lab\.example\.com\)\. Attach by/,
    ],
    ['that has expired', HERE, -1, true, /has expired\. Start the monitor there with a new one/],
  ])('%s is refused, with what to do next', async (_, names, days, isBelieved, text) => {
    const {url, cert} = await served(names, days);
    await expect(attachTo({url, token: () => token, ca: isBelieved ? cert : undefined})).rejects.toThrow(text);
  });

  it('it is said which of the two is there: a certificate, or none', async () => {
    const plain = await served();
    await expect(attachTo({url: plain.url.replace('ws:', 'wss:'), token: () => token})).rejects.toThrow(
      `speaks no TLS. It is served without a certificate: attach ${plain.url},`,
    );
    const {url, cert} = await served(HERE);
    await expect(attachTo({url: url.replace('wss:', 'ws:'), token: () => token, ca: cert})).rejects.toThrow(
      `attach ${url}.`,
    );
  });

  it('and the key of another, nothing is served', async () => {
    const folder = await emptyFolder();
    const [{certFile: cert}, {keyFile: key}] = [selfSigned(folder, HERE), selfSigned(folder, 'DNS:other')];
    const asked = serveWhereAsked('127.0.0.1:0', {file: 'a.ndjson', cert, key, say: () => undefined});
    await expect(asked).rejects.toThrow(/do not serve \(.*key values mismatch\)\. Give a certificate and the key/);
  });
});
