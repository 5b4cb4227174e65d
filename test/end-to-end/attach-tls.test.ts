import {describe, expect, it} from 'vitest';
import {noOpenssl, selfSigned} from '../helpers/certificates.js';
import {until} from '../helpers/until.js';
import {emptyFolder, inPipe, run} from './program.js';

describe.skipIf(noOpenssl)(`attach wss://…${noOpenssl ?? ''}`, () => {
  it('shows a monitor that is served by a certificate, to those who believe it', async () => {
    const folder = await emptyFolder();
    const {certFile, keyFile} = selfSigned(folder, 'DNS:localhost,IP:127.0.0.1');
    const env = {XDG_STATE_HOME: folder};
    const tls = ['--serve', '127.0.0.1:0', '--serve-cert', certFile, '--serve-key', keyFile];
    const demo = await inPipe(['demo', 'busy', '--port', '0', '--calls', '50', ...tls], {env});
    const url = await until(() => {
      const [, found] = /Served at (wss:\S+)\. /.exec(demo.err()) ?? [];
      if (!found) throw new Error(demo.err());
      return found;
    });
    const ended = ['attach', url, '--until', 'ended'];
    for (const [args, more] of [
      [[...ended, '--ca', certFile], {}],
      [ended, {NODE_EXTRA_CA_CERTS: certFile}],
    ] as const) {
      const {status, out, err} = await run(args, {env: {...env, ...more}});
      expect(err).not.toContain('cannot be reached');
      expect(out).toMatch(/ END ok=false .*busy/);
      expect(status).toBe(0);
    }
    const {status, err} = await run(ended, {env});
    expect(err).toMatch(/^wss:\S+ cannot be reached: its certificate is of nobody who is believed here\./);
    expect(status).toBe(4);
  });
});
