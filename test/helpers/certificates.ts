import {spawnSync} from 'node:child_process';
import {readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const found = spawnSync('openssl', ['version'], {encoding: 'utf8'});

/** Why there can be no certificates here, for the name of a test that is skipped; undefined where there can. */
export const noOpenssl = found.status === 0 ? undefined : ' (skipped: openssl is not installed)';

export type Certificate = {certFile: string; keyFile: string; cert: Buffer; key: Buffer};

/** Makes a certificate that is signed by itself, in a folder, such as for `DNS:localhost,IP:127.0.0.1`. Negative days: it has expired. */
export function selfSigned(folder: string, names: string, days = 1): Certificate {
  const name = names.replace(/\W/g, '-') + days;
  const [certFile, keyFile, request, extensions] = ['cert', 'key', 'request', 'extensions'].map(each =>
    join(folder, `${name}.${each}.pem`),
  ) as [string, string, string, string];
  writeFileSync(extensions, `subjectAltName=${names}\n`);
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', keyFile];
  openssl('req', '-new', ...key, '-subj', '/CN=a monitor', '-out', request);
  const how = ['-signkey', keyFile, '-days', String(days), '-extfile', extensions];
  openssl('x509', '-req', '-in', request, ...how, '-out', certFile);
  return {certFile, keyFile, cert: readFileSync(certFile), key: readFileSync(keyFile)};
}

function openssl(...args: readonly string[]): void {
  const {status, stderr} = spawnSync('openssl', args, {encoding: 'utf8'});
  if (status !== 0) throw new Error(`openssl ${args[0]}: ${stderr}`);
}
