import {execFile, execFileSync, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {promisify} from 'node:util';
import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Observation, RawRequest} from '../../source/call/observation.js';
import {curlOf} from '../../source/store/detail/curl.js';

const webhook = (raw: Partial<RawRequest>): Observation => ({
  source: 'event',
  seq: 1,
  at: 0,
  raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '', ...raw},
});

const shells = ['bash', 'dash', 'zsh', 'sh'].filter(shell => spawnSync(shell, ['-c', 'exit 0']).status === 0);

/** What a shell would hand to curl: its arguments, and the body from wherever it is told to take it. */
function sentBy(command: string | undefined, shell = 'bash'): {words: string[]; body: Buffer | undefined} {
  const curl = `curl() { for word in "$@"; do printf '%s\\0' "$word"; done; case "$*" in *--data-binary\\ @-*) printf 'IN\\0'; cat;; esac; }`;
  const bytes = execFileSync(shell, ['-c', `${curl}\n${command}`]);
  const end = bytes.indexOf('\0IN\0');
  const words = (end < 0 ? bytes : bytes.subarray(0, end + 1)).toString('latin1').split('\0').slice(0, -1);
  const at = words.indexOf('--data-raw');
  return {
    words,
    body: end < 0 ? (at < 0 ? undefined : Buffer.from(words[at + 1] ?? '', 'latin1')) : bytes.subarray(end + 4),
  };
}

/** A body as an observation keeps it. */
function kept(bytes: Buffer): Pick<RawRequest, 'body' | 'encoding'> {
  const body = bytes.toString();
  return Buffer.from(body).equals(bytes) ? {body} : {body: bytes.toString('base64'), encoding: 'base64'};
}

/** Nothing that acts when it is pasted, but line ends. */
const active = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

describe('An event as a curl command', () => {
  it('sends the same webhook to the same place', () => {
    const raw = {path: '/webhooks/event?a=1&b=2', headers: {'content-type': 'application/json'}, body: '{"a":1}'};
    expect(curlOf(webhook(raw), {version: '1', url: 'http://127.0.0.1:4000'})).toBe(
      [
        "curl -X POST 'http://127.0.0.1:4000/webhooks/event?a=1&b=2' \\",
        "  -H 'content-type: application/json' \\",
        `  --data-raw '{"a":1}'`,
      ].join('\n'),
    );
  });

  describe.each(shells)('in %s', shell => {
    it.each([
      ['a quote', "it's"],
      ['what a shell would carry out', '$(touch /tmp/x) `id` "$HOME" \\ ;|& !! %s %d \\n'],
      ['control characters', "a\x1b[2Jb\tc\\n\x7f\x85'"],
      ['the end of a paste', 'a\x1b[201~\nrm -rf /\n'],
      ['text that turns round', 'a\u202eb\u2066c\u2028d\u200be\ufefff'],
      ['lines', 'one\ntwo\n'],
      ['letters', 'Grüße 漢字 😀'],
      ['what curl takes for a file', '@/etc/passwd'],
      ['what looks like an option', '-o /tmp/x'],
      ['an option with a control', '-n\x07'],
      ['what zsh takes for a program', '=ls'],
      ['a NUL', 'a\0b'],
      ['bytes that are no text', Buffer.from([0xff, 0, 0xc3, 0x28, 0x80, 0x27, 0x5c, 0x25, 0x31])],
    ])('says %s as it came', (_, body) => {
      const bytes = Buffer.from(body as string);
      const command = curlOf(webhook(kept(bytes)), undefined) ?? '';
      expect(sentBy(command, shell).body).toEqual(bytes);
      expect(command).not.toMatch(active);
    });

    it('says any body, header and path as they came', () => {
      const latin1 = fc.stringMatching(/^[\t -~\x80-\xff]*$/);
      fc.assert(
        fc.property(fc.uint8Array({minLength: 1, maxLength: 40}), latin1, latin1, (body, header, query) => {
          const value = header.trim();
          const path = `/a?${query.replace(/[\s\x80-\xa0]/g, '')}`;
          const command = curlOf(webhook({path, headers: {'x-a': value}, ...kept(Buffer.from(body))}), undefined) ?? '';
          const {words, body: sent} = sentBy(command, shell);
          expect(sent).toEqual(Buffer.from(body));
          expect(words).toContain(value === '' ? 'x-a;' : `x-a: ${value}`);
          expect(words).toContain(`http://127.0.0.1:3000${path}`);
          expect(command).not.toMatch(active);
        }),
        {numRuns: 20},
      );
    });
  });

  it.runIf(spawnSync('curl', ['--version']).status === 0)('arrives as it came', async () => {
    const received: {url?: string; headers: IncomingHttpHeaders; body: Buffer}[] = [];
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray());
      received.push({url: request.url, headers: request.headers, body});
      response.end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const {port} = server.address() as AddressInfo;
    const path = '/webhooks/../event?a[b]={c}&d=%00';
    for (const bytes of [
      Buffer.from('@body'),
      Buffer.from('{"a":"\u202e"}'),
      Buffer.from([0, 0xff, 0x27, 10]),
      Buffer.from(''),
    ]) {
      const raw = {path, headers: {'x-a': 'caf\xe9\x9b', 'x-empty': ''}, ...kept(bytes)};
      await promisify(execFile)('sh', [
        '-c',
        `${curlOf(webhook(raw), {version: '1', url: `http://127.0.0.1:${port}`})} -s`,
      ]);
      expect(received.at(-1)).toMatchObject({url: path, body: bytes, headers: {'x-a': 'caf\xe9\x9b', 'x-empty': ''}});
      expect(received.at(-1)?.headers).not.toHaveProperty('content-type');
    }
    server.close();
  });

  it('leaves out what curl makes itself, and what was secret, but not the Host', () => {
    const headers = {host: 'x.ngrok.app', 'content-length': '7', authorization: 'Bearer •••', 'user-agent': 'Vonage'};
    expect(sentBy(curlOf(webhook({headers}), undefined)).words.filter(each => each.includes(':'))).toEqual([
      'http://127.0.0.1:3000/webhooks/event',
      'host: x.ngrok.app',
      'user-agent: Vonage',
    ]);
  });

  it('asks the API with a token that is made when it runs', () => {
    const asked: Observation = {
      source: 'api',
      seq: 1,
      at: 0,
      ms: 1,
      request: {kind: 'events', conversation: 'CON-1', path: '/v1/conversations/CON-1/events?page_size=100'},
    };
    const setup = {version: '1', apiUrl: 'https://api-eu-1.nexmo.com'};
    expect(curlOf(asked, setup)).toContain('"Authorization: Bearer $(convo-monitor token)"');
    expect(curlOf(asked, setup)).toContain("'https://api-eu-1.nexmo.com/v1/conversations/CON-1/events?page_size=100'");
  });
});
