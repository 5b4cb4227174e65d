import {generateKeyPairSync} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {verifySignature} from '@vonage/jwt';
import {decodeJwt} from 'jose';
import {describe, expect, it, onTestFinished} from 'vitest';
import {inPipe, run} from '../end-to-end/program.js';
import {temporaryFolder} from '../recording/folder.js';
import {send} from './signed.js';

const pair = generateKeyPairSync('rsa', {modulusLength: 2048});
const privateKey = pair.privateKey.export({type: 'pkcs8', format: 'pem'}).toString();
const publicKey = pair.publicKey.export({type: 'spki', format: 'pem'}).toString();
const applicationId = '78d335fa-323d-0114-9c3d-d6f0d48968cf';
const broken = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';

/** A folder to be at home in, with these files. */
async function homeWith(files: Record<string, string>): Promise<{cwd: string; env: {HOME: string}}> {
  const cwd = await temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(cwd, name, '..'), {recursive: true});
    await writeFile(join(cwd, name), text, {mode: 0o600});
  }
  return {cwd, env: {HOME: cwd}};
}

describe('what was given to the program and cannot be used', () => {
  it.each([
    ['a flag', 2, ['--port', 'x'], {}, /^The port \(flag --port\) must be a whole number/],
    ['a flag', 3, ['--ncco', 'none.json'], {}, /^The NCCO file .*none\.json cannot be read/],
    ['a flag', 3, ['--private-key', './none'], {}, /^There is no private key file \.\/none \(flag --private-key\)/],
    ['the environment', 2, [], {CONVO_MONITOR_PORT: 'x'}, /^The port \(environment CONVO_MONITOR_PORT\) must/],
    ['the environment', 3, [], {VONAGE_PRIVATE_KEY: broken}, /\(Private key from environment VONAGE_PRIVATE_KEY\.\)/],
  ])('by %s ends it with %i and its message: %j %j', async (_, exit, flags, env, message) => {
    const {status, out, err} = await run(['--plain', ...flags], {env});
    expect([status, out]).toEqual([exit, '']);
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });

  it('by our own file ends it with 2 as well', async () => {
    const {status, err} = await run(['--plain'], await homeWith({'convo-monitor.json': '{"port": "x"}'}));
    expect([status, err]).toEqual([2, expect.stringMatching(/^The port \(file \.\/convo-monitor\.json:1:10\) must/)]);
  });

  it('because another program has the port ends it with 4', async () => {
    const server = createServer();
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const {port} = server.address() as AddressInfo;
    const {status, err} = await run(['--plain', '--no-record', '--port', String(port)]);
    expect([status, err]).toEqual([4, expect.stringContaining(`Port ${port} on 127.0.0.1 is in use`)]);
  });

  it('because it stands before the verb is wrong usage', async () => {
    const {status, err} = await run(['--port', '4000', 'demo']);
    expect([status, err]).toEqual([2, 'error: write --port behind the verb: convo-monitor demo --port <port>\n']);
  });
});

describe("what only a file of Vonage's CLI says", () => {
  async function watching(content: object) {
    const home = await homeWith({'.vonage/config.json': JSON.stringify(content)});
    return inPipe(['--plain', '--no-record', '--port', '0'], home);
  }

  it('and cannot be used is a warning, and the webhooks are watched all the same', async () => {
    const {says, url, err, child} = await watching({'app-id': applicationId, 'private-key': broken});
    await says(/ credentials failing: This is no private key: .* Until then only webhooks are watched\.\n/);
    expect(err()).toMatch(/^Warning: This is no private key: .* \(Vonage CLI 3\)\.\) It is left out\.$/m);
    expect(err()).toMatch(/ poller off: No credentials/);
    expect(await send(await url())).toBe(200);
    await says(/ started /);
    child.kill('SIGTERM');
  });

  it.each([
    [
      {'app-id': applicationId},
      /credentials failing: There is an application id \(file .*\), but no private key\. Give/,
    ],
    [
      {'private-key': privateKey},
      /credentials failing: There is a private key \(file .*\), but no application id\. Give/,
    ],
  ])('by halves is said to be half', async (content, said) => {
    const {says, child} = await watching(content);
    await says(said);
    child.kill('SIGTERM');
  });

  it('is nothing to complain of when it is nothing', async () => {
    const {says, url, err, child} = await watching({});
    await says(/ poller off: No credentials/);
    await send(await url());
    await says(/ started /);
    expect(err()).not.toMatch(/credentials failing|Warning/);
    child.kill('SIGTERM');
  });

  it('is an error for a verb that needs it', async () => {
    const home = await homeWith({'.vonagerc': JSON.stringify({'app-id': applicationId, 'private-key': broken})});
    const {status, out, err} = await run(['token'], home);
    expect([status, out]).toEqual([3, '']);
    expect(err).toMatch(/^This is no private key/);
  });
});

describe('the demo', () => {
  it('is the same whatever the environment and the files say', async () => {
    const {cwd, env} = await homeWith({
      'convo-monitor.json': '{"port": "x", "forward": 5}',
      '.vonagerc': '{',
      '.vonage/config.json': JSON.stringify({'app-id': 'x', 'private-key': broken}),
    });
    const disturbing = {
      ...env,
      CONVO_MONITOR_PORT: 'x',
      CONVO_MONITOR_FORWARD: 'http://127.0.0.1:9',
      VONAGE_PRIVATE_KEY: './none',
      VONAGE_APPLICATION_ID: 'x',
      CONVO_MONITOR_REQUIRE_SIGNATURE: 'true',
    };
    const {status, out, err} = await run(['demo', '--speed', '20', '--no-record', '--until', 'answered'], {
      cwd,
      env: disturbing,
    });
    expect([status, out]).toEqual([0, expect.stringContaining(' answered ')]);
    expect(err).not.toMatch(/Warning|failing/);
  });
});

describe('convo-monitor config', () => {
  it('shows each value with its origin, flags among them, and no secret', async () => {
    const home = await homeWith({'.vonage/config.json': JSON.stringify({'api-key': 'abcd1234', 'api-secret': 'hush'})});
    const flags = ['--port', '4000', '--strict', '--signature-secret', `abcd1234:${'s'.repeat(32)}`];
    const {status, out, err} = await run(['config', '--show-origin', ...flags], home);
    expect(status).toBe(0);
    expect(out).toMatch(/^port +4000 +flag --port$/m);
    expect(out).toMatch(/^strict +true +flag --strict$/m);
    expect(out).toMatch(/^signatureSecret +abcd1234:••• \(32 characters\) +flag --signature-secret$/m);
    expect(out).toMatch(/^apiKey +abcd1234 +file ~?\.?\/\.vonage\/config\.json \(Vonage CLI 3\)$/m);
    expect(out + err).not.toMatch(/hush|s{32}/);
    expect(err).toMatch(/^Warning: The signature secret was given as flag --signature-secret, which your shell keeps/);
  });
});

describe('convo-monitor token', () => {
  const credentials = {'app-id': applicationId, 'private-key': privateKey};

  it("prints a token that Vonage's own SDK verifies, and nothing else", async () => {
    const home = await homeWith({'.vonagerc': JSON.stringify(credentials)});
    const {status, out, err} = await run(['token', '--ttl', '60', '--acl', '/*/users/**'], home);
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    expect(verifySignature(out.trim(), publicKey)).toBe(true);
    const {iat = 0, exp, ...claims} = decodeJwt(out);
    expect([exp, claims]).toEqual([
      iat + 60,
      {application_id: applicationId, jti: expect.any(String), acl: {paths: {'/*/users/**': {}}}},
    ]);
  });

  it('does not mind what is wrong with settings that it has no use for', async () => {
    const {cwd, env} = await homeWith({'.vonagerc': JSON.stringify(credentials)});
    expect((await run(['token'], {cwd, env: {...env, CONVO_MONITOR_PORT: 'x'}})).status).toBe(0);
  });

  it.each([
    [['--ttl', '5'], 2, /--ttl takes whole seconds from 30 to 86400/],
    [['--acl', 'users'], 2, /--acl takes paths/],
    [[], 3, /^No token without an application id and a private key/],
  ])('%j is refused with %i', async (flags, status, message) => {
    const refused = await run(['token', ...flags]);
    expect([refused.status, refused.out]).toEqual([status, '']);
    expect(refused.err).toMatch(message);
  });
});

describe('--ncco in the built program', () => {
  const bad = '[{"action":"talk","text":"Hello"},\n {"action":"hangup"}]';
  const good = '[{"action":"talk","text":"Hello"}]';

  it('says what is wrong with its file before any call, refuses it with --strict, and sees it repaired', async () => {
    const home = await homeWith({'n.json': bad});
    const started = await inPipe(['--plain', '--no-record', '--port', '0', '--ncco', 'n.json', '--strict'], home);
    const {url, says, out, err, child} = started;
    const answer = async () => (await fetch(`${await url()}/webhooks/answer?uuid=a&conversation_uuid=CON-1`)).text();
    await says(/ ncco failing: .*n\.json, line 2, column 3: "hangup" is not an action.* Callers hear an apology until/);
    expect(await answer()).toContain('cannot be answered right now');
    await says(/PROBLEM application The NCCO has 1 error and was refused, as --strict asks/);
    await writeFile(join(home.cwd, 'n.json'), good);
    await says(/ ncco ok: .*n\.json is a good NCCO/);
    expect(await answer()).toBe(good);
    child.kill('SIGTERM');
    expect(out() + err()).not.toContain('unhandled');
  });

  it('is answered as it is without --strict, with its problems shown', async () => {
    const home = await homeWith({'n.json': bad});
    const {url, says, child} = await inPipe(['--plain', '--no-record', '--port', '0', '--ncco', 'n.json'], home);
    const answered = await fetch(`${await url()}/webhooks/answer?uuid=a&conversation_uuid=CON-1`);
    expect(await answered.text()).toBe(bad);
    await says(/PROBLEM ncco "hangup" is not an action.*\(at \[1\]\.action\).*convo-monitor ncco FILE/);
    child.kill('SIGTERM');
  });
});
