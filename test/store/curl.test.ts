import {execFileSync} from 'node:child_process';
import {describe, expect, it} from 'vitest';
import type {Observation, RawRequest} from '../../source/call/observation.js';
import {curlOf} from '../../source/store/detail/curl.js';

const webhook = (raw: Partial<RawRequest>): Observation => ({
  source: 'event',
  seq: 1,
  at: 0,
  raw: {method: 'POST', path: '/webhooks/event', headers: {}, body: '', ...raw},
});

/** What a shell would hand to curl. */
function argumentsOf(command: string | undefined): string[] {
  const script = `curl() { printf '%s\\0' "$@"; }\n${command}`;
  return execFileSync('bash', ['-c', script], {encoding: 'utf8'}).split('\0').slice(0, -1);
}

describe('An event as a curl command', () => {
  it('sends the same webhook to the same place', () => {
    const raw = {path: '/webhooks/event?a=1&b=2', headers: {'content-type': 'application/json'}, body: '{"a":1}'};
    expect(curlOf(webhook(raw), {version: '1', url: 'http://127.0.0.1:4000'})).toBe(
      [
        "curl -X POST 'http://127.0.0.1:4000/webhooks/event?a=1&b=2' \\",
        "  -H 'content-type: application/json' \\",
        `  --data-binary '{"a":1}'`,
      ].join('\n'),
    );
  });

  it.each([
    ['a quote', "it's"],
    ['what a shell would carry out', '$(touch /tmp/x) `id` "$HOME" \\ ;|&'],
    ['control characters', "a\x1b[2Jb\tc\\n\x7f\x85'"],
    ['lines', 'one\ntwo'],
    ['letters', 'Grüße 漢字 😀'],
  ])('says %s as it came', (_, body) => {
    const command = curlOf(webhook({body}), undefined);
    expect(argumentsOf(command).at(-1)).toBe(body);
    expect(command).not.toMatch(/(?!\n)\p{Cc}/u);
  });

  it('leaves out what curl makes itself, and what was secret, but not the Host', () => {
    const headers = {host: 'x.ngrok.app', 'content-length': '7', authorization: 'Bearer •••', 'user-agent': 'Vonage'};
    expect(argumentsOf(curlOf(webhook({headers}), undefined)).filter(each => each.includes(':'))).toEqual([
      'http://127.0.0.1:3000/webhooks/event',
      'host: x.ngrok.app',
      'user-agent: Vonage',
    ]);
  });

  it('turns base64 back into the bytes that came', () => {
    const command = curlOf(webhook({body: '/w==', encoding: 'base64'}), undefined);
    expect(command).toMatch(/^printf %s \S+ \| base64 -d \| curl .*--data-binary @-$/s);
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
