import {spawn} from 'node:child_process';
import {join} from 'node:path';
import * as jose from 'jose';
import {describe, expect, it} from 'vitest';
import {builtProgram} from '../helpers/built-program.js';
import {startApplication} from './application.js';

/** Runs the built program against an application that speaks to every caller; `typed` is its standard input. */
async function simulate(args: string[], {typed = '', interruptAt}: {typed?: string; interruptAt?: RegExp} = {}) {
  const bin = join(await builtProgram(), 'dist', 'cli.js');
  const server = await startApplication(({path}) => {
    return path === '/answer' ? {body: [{action: 'talk', text: 'Hello.'}]} : {};
  });
  const {answerUrl, eventUrl} = server.urls;
  const urls = ['--answer-url', answerUrl, '--event-url', eventUrl];
  const child = spawn(process.execPath, [bin, 'simulate', ...args, ...urls]);
  let out = '';
  let err = '';
  let interrupted = false;
  child.stdout.on('data', chunk => {
    out += chunk;
    if (interrupted || !interruptAt?.test(out)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  child.stderr.on('data', chunk => {
    err += chunk;
  });
  child.stdin.end(typed);
  const exit = await new Promise(resolve => child.on('close', resolve));
  await server.close();
  return {exit, out, err, server};
}

describe('convo-monitor simulate', () => {
  it('calls the application and ends', async () => {
    const {exit, out, server} = await simulate(['talk', '--speed', 'max', '--seed', '7']);
    expect([exit, server.statuses().at(-1)]).toEqual([0, 'inbound completed']);
    expect(out).toMatch(/call +\w{32} begins: talk$/m);
  });

  it('takes a share, or a usual one for a bare flag', async () => {
    const {server} = await simulate(['talk', 'talk', '--speed', 'max', '--duplicate=1', '--malformed']);
    expect(server.got.filter(({path}) => path === '/event').length).toBeGreaterThanOrEqual(16);
  });

  it('signs and says that some signatures are wrong', async () => {
    const secret = ['--signature-secret', 's'.repeat(32), '--bad-signature', '1'];
    const {server} = await simulate(['talk', '--speed', 'max', '--clock-skew', '-2s', '--delay', '500ms', ...secret]);
    expect(server.got.every(({headers}) => headers.authorization?.startsWith('Bearer '))).toBe(true);
  });

  it.each([
    ['a secret', 's'.repeat(32), 's'.repeat(32), 'a1b2c3d4'],
    ['an account’s secret', `abcd1234:${'s'.repeat(32)}`, 's'.repeat(32), 'abcd1234'],
    [
      'a secret that begins like an account’s',
      `*:abcd1234:${'s'.repeat(32)}`,
      `abcd1234:${'s'.repeat(32)}`,
      'a1b2c3d4',
    ],
  ])('signs with %s as the monitor would read it', async (_, given, secret, apiKey) => {
    const {server} = await simulate(['talk', '--speed', 'max', '--signature-secret', given]);
    const token = String(server.got[0]?.headers.authorization).replace('Bearer ', '');
    const {payload} = await jose.jwtVerify(token, new TextEncoder().encode(secret));
    expect(payload.api_key).toBe(apiKey);
  });

  it('goes on with each line of standard input, and ends with it', async () => {
    const {exit, server, err} = await simulate(['talk', '--step'], {typed: '\n\n'});
    expect([exit, server.statuses()]).toEqual([0, ['started', 'ringing', 'answered'].map(word => `inbound ${word}`)]);
    expect(err).toMatch(/Press Enter/);
  });

  it('ends with 130 when it is interrupted', async () => {
    const {exit} = await simulate(['talk', '--speed', '1', '--media-seconds', '600'], {interruptAt: /answered$/m});
    expect(exit).toBe(130);
  });

  it.each([
    [['nothing'], /There is no scenario "nothing"/],
    [['--reorder', 'busy'], /argument 'busy' is invalid. Give a share from 0 to 1, and scenarios before the flags/],
    [['--speed', 'fast'], /Give a number above 0, or max/],
    [['--delay', 'soon'], /Give a time such as 500ms or 2s/],
    [['--port', '70000'], /Give a port from 0 to 65535/],
    [['--seed', 'x'], /Give a whole number/],
    [['--talk-seconds', '0'], /Give a number above 0/],
    [['--answer-method', 'PUT'], /Allowed choices are GET, POST/],
    [['--signature-secret', 'abcd1234:a,bcde2345:b'], /signs with one secret, not with several: give one\.$/m],
    [
      ['--signature-secret', '@/none/secret'],
      /There is no file \/none\/secret .* Give the path of a file with the secret\.$/m,
    ],
  ])('refuses %j with 2 and says why', async (args, message) => {
    const {exit, err} = await simulate(args);
    expect([exit, err]).toEqual([2, expect.stringMatching(message)]);
  });
});
