import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {SignatureResult} from '../../source/call/signature-result.js';
import {inPipe, run} from '../end-to-end/program.js';
import {listening} from '../intake/exchange.js';
import {temporaryFolder} from '../recording/folder.js';
import {frame, modelOf, pressed} from '../screen/frame.js';
import {eventBody, secret, send, sendSigned, webhookToken} from './signed.js';

type Way = {
  verdict: SignatureResult['state'];
  /** Answered when a signature is required. */
  status: number;
  send: (url: string) => Promise<number>;
  /** What the row of the event has. */
  row: RegExp;
  /** What the detail and the problems say: which step failed and what to do. */
  says?: RegExp;
};

async function sendTwice(url: string): Promise<number> {
  const body = eventBody();
  const token = webhookToken({body});
  await send(url, body, token);
  return send(url, body, token);
}

const ways: Way[] = [
  {verdict: 'signed', status: 200, row: / ✓ /, send: url => sendSigned(url)},
  {
    verdict: 'unsigned',
    status: 401,
    row: / 200 \S+ unsigned/,
    send: url => send(url),
    says: /There is no Authorization header\. Turn on signed webhooks/,
  },
  {
    verdict: 'bad-signature',
    status: 401,
    row: / 200 \S+ +bad sig/,
    send: url => sendSigned(url, {key: 'another'}),
    says: /The signature does not fit the secret\. Compare --signature-secret/,
  },
  {
    verdict: 'hash-mismatch',
    status: 401,
    row: / 200 \S+ bad hash/,
    send: url => sendSigned(url, {body: 'something else'}),
    says: /the body is not the one that was signed .* such as a proxy or a tunnel, rewrote it/,
  },
  {
    verdict: 'stale',
    status: 401,
    row: / 200 \S+ +stale/,
    send: url => sendSigned(url, {age: 4000}),
    says: /The token was issued 1 h \d+ min ago\. Check the clock/,
  },
  {
    verdict: 'replayed',
    status: 200,
    row: /×2.* 200 \S+ replayed/,
    send: sendTwice,
    says: /The same token came before with the same payload: a retry/,
  },
];

describe('the built program with --require-signature', () => {
  it('lets in what is signed, refuses the rest with 401, and shows all of it in its lines', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'secret'), secret, {mode: 0o600});
    const flags = [
      '--signature-secret',
      '@secret',
      '--require-signature',
      '--record',
      'r.ndjson',
      '--until',
      'completed',
    ];
    const {url, out, err, ended, home} = await inPipe(['--port', '0', ...flags], {cwd: folder});
    for (const way of ways) expect([way.verdict, await way.send(await url())]).toEqual([way.verdict, way.status]);
    expect(await sendSigned(await url(), {event: {status: 'completed'}})).toBe(200);
    expect([await ended, home]).toEqual([0, expect.any(String)]);
    for (const {verdict, status, says} of ways) {
      // What was refused is told, but nothing that it says is believed: it is no `started` of any leg.
      const type = status === 200 ? 'started' : 'refused';
      // A repetition is no new fact: it has no line of its own.
      if (verdict !== 'replayed') expect(out()).toMatch(new RegExp(` ${type} .*${verdict}`));
      if (says) expect(out()).toMatch(new RegExp(`PROBLEM signature .*${says.source}`));
    }
    expect(out()).toMatch(/ reply +401 to the refused webhook by the monitor/);
    expect(out() + err()).not.toContain(secret);
    const recording = await readFile(join(folder, 'r.ndjson'), 'utf8');
    expect(recording).not.toContain(secret);
    for (const {verdict} of ways) expect(recording).toContain(`"state":"${verdict}"`);
  });

  it('says the verdict in objects for programs', async () => {
    const env = {VONAGE_SIGNATURE_SECRET: secret};
    const {url, out, ended} = await inPipe(['--port', '0', '--format', 'ndjson', '--until', 'completed'], {env});
    await send(await url());
    await sendSigned(await url(), {event: {status: 'completed'}});
    expect(await ended).toBe(0);
    const events = out()
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
      .filter(({kind}) => kind === 'event');
    expect(events.map(({type, signature}) => [type, signature])).toEqual([
      ['started', 'unsigned'],
      ['completed', 'signed'],
    ]);
  });

  it('takes the secrets of several accounts', async () => {
    const [mine, other] = ['m'.repeat(40), 'o'.repeat(40)];
    const flags = ['--signature-secret', `abcd1234:${mine}`, '--signature-secret', `efgh5678:${other}`];
    const {url, err, child} = await inPipe(['--port', '0', '--require-signature', '--no-record', ...flags]);
    expect(await sendSigned(await url(), {key: mine, apiKey: 'abcd1234'})).toBe(200);
    expect(await sendSigned(await url(), {key: other, apiKey: 'efgh5678'})).toBe(200);
    expect(await sendSigned(await url(), {key: other, apiKey: 'abcd1234'})).toBe(401);
    expect(await sendSigned(await url(), {key: other, apiKey: 'zzzz9999'})).toBe(401);
    child.kill('SIGTERM');
    expect(err()).toMatch(/Warning: The signature secret was given as flag --signature-secret, which your shell keeps/);
    expect(err()).not.toContain(mine);
  });

  it('does not start without a secret', async () => {
    const {status, err} = await run(['--require-signature', '--port', '0']);
    expect(status).toBe(3);
    expect(err).toMatch(/^Signatures are required \(flag --require-signature\), but there is no signature secret/);
  });

  it('lets everything in without that flag, and shows it just the same', async () => {
    const env = {VONAGE_SIGNATURE_SECRET: secret};
    const {url, out, ended} = await inPipe(['--port', '0', '--no-record', '--until', 'completed'], {env});
    for (const way of ways) expect(await way.send(await url())).toBe(200);
    await sendSigned(await url(), {event: {status: 'completed'}});
    await ended;
    for (const {says} of ways) if (says) expect(out()).toMatch(says);
  });
});

describe('the demo', () => {
  it('is signed by the simulated Vonage with the secret given, and let in', async () => {
    const flags = ['--signature-secret', secret, '--require-signature', '--no-record', '--until', 'answered'];
    const {status, out} = await run(['demo', '--speed', '20', ...flags]);
    expect(status).toBe(0);
    expect(out).toMatch(/ started .* signed /);
    expect(out).not.toMatch(/unsigned|PROBLEM/);
  });
});

describe('the screen', () => {
  it.each(ways)(
    'has the verdict $verdict on the row, and in the detail the step that failed and what to do',
    async way => {
      const {url, observations} = await listening({signature: {secrets: [{secret}]}});
      await way.send(url);
      const model = modelOf(observations, {columns: 160, rows: 50});
      const rows = frame(model);
      const row = rows.find(text => /W L1 +. started/.test(text));
      expect(row).toMatch(way.row);
      const detail = frame(pressed(model, '3', 'Enter'));
      expect(detail.find(text => text.includes('signature '))).toContain(way.verdict);
      if (way.says) expect(plainText(detail)).toMatch(way.says);
    },
  );
});

/** The rows as running text, without the frame's lines. */
function plainText(rows: readonly string[]): string {
  return rows
    .join(' ')
    .replaceAll(/[│┌┐└┘─]/g, ' ')
    .replaceAll(/\s+/g, ' ');
}
