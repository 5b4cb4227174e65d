import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {HIDDEN, hideInForm, hideSecrets} from '../../source/text/secrets.js';
import {sample} from '../helpers/seed.js';

const canary = 'CANARY7f3a';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJqdGkiOiJ4In0.${canary}-${canary}`;
const pem = `-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n\nMIIE${canary}\n-----END RSA PRIVATE KEY-----`;

const names = [
  ...[
    'secret',
    'token',
    'password',
    'passwd',
    'pwd',
    'passphrase',
    'api_key',
    'apikey',
    'apiKey',
    'api-key',
    'API_KEY',
  ],
  ...[
    'apiSecret',
    'client-secret',
    'CLIENT_SECRET',
    'accessToken',
    'id_token',
    'x-auth-token',
    'signature',
    'sig',
    'jwt',
  ],
  ...[
    'authorization',
    'Proxy-Authorization',
    'auth',
    'credentials',
    'privateKey',
    'private_key_pem',
    'VONAGE_PRIVATE_KEY64',
  ],
  ...[
    'cookie',
    'set-cookie',
    'x-hub-signature-256',
    'password_confirmation',
    'db.password',
    'secretKey',
    'awsSecretAccessKey',
  ],
];

describe('a secret', () => {
  it.each(names)('called %s is hidden', name => {
    for (const text of [
      `{"${name}":"${canary}","uuid":"u"}`,
      `{"a":{"${name}" : "say \\"${canary}\\" and ${canary}"},"uuid":"u"}`,
      `{"${name}":["${canary}",{"x":"${canary}"}],"uuid":"u"}`,
      `https://example.com/?uuid=u&${name}=${canary}&uuid=u`,
      `uuid: u\n${name}: ${canary}\nuuid: u`,
      `{'${name}': '${canary}', 'uuid': 'u'}`,
      `<a><${name}>${canary}</${name}><uuid>u</uuid></a>`,
      `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${canary}\r\n--b--\r\nuuid=u`,
      `{"name":"${name}","value":"${canary}","uuid":"u"}`,
    ]) {
      expect(hideSecrets(text)).not.toContain(canary);
      expect(hideSecrets(text)).toContain('uuid');
    }
    expect(hideInForm(`uuid=u&${name}=${canary} ${canary}"${canary}&uuid=u`)).toBe(`uuid=u&${name}=•••&uuid=u`);
  });

  it.each([
    ['a JWT', jwt, 'eyJ•••'],
    ['a JWT behind letters', `token-${jwt}`, 'token-eyJ•••'],
    ['a JWT without its end', `x eyJhbGciOiJIUzI1NiJ9.${canary}`, 'x eyJ•••'],
    ['a bearer token', `Authorization failed for Bearer ${canary}.`, 'Authorization failed for Bearer •••'],
    ['a name and a password', 'got Basic dXNlcjpDQU5BUlk= instead', 'got Basic ••• instead'],
    ['a private key', `key ${pem} end`, 'key -----BEGIN RSA PRIVATE KEY-----••• end'],
    ['a private key that was cut', pem.slice(0, -32), '-----BEGIN RSA PRIVATE KEY-----•••'],
    ['a private key in base64', `LS0tLS1CRUdJTiBQUklW${canary}`, 'LS0tLS1CRUdJTi•••'],
    ['a password of a URL', `http://ann:${canary}@host:80/a?b`, 'http://ann:•••@host:80/a?b'],
    ['a password with signs', `postgres://ann:a,b;c@d:${canary}@host/a`, 'postgres://ann:•••@host/a'],
    ['a token of a URL', `https://${canary}${canary}@host/a`, 'https://•••@host/a'],
    ['a password of a SIP address', `sip:ann:${canary}@host;transport=tcp`, 'sip:ann:•••@host;transport=tcp'],
    ['a number', '{"password": 123456, "uuid": "u"}', '{"password": "•••", "uuid": "u"}'],
    ['a value that was cut', `{"token":"${canary}`, '{"token":"•••'],
    ['a key of Stripe', `use sk_live_${canary}`, 'use sk_live_•••'],
    ['a token of Slack', `xoxb-123-${canary}`, 'xoxb-•••'],
    ['a hook of Slack', `https://hooks.slack.com/services/T0/B0/${canary}`, 'https://hooks.slack.com/services/•••'],
    ['a key of AWS', 'AKIAIOSFODNN7EXAMPLE', 'AKIA•••'],
    ['a token of GitHub', `ghp_${canary}`, 'ghp_•••'],
    ['a key of Google', `AIza${canary}`, 'AIza•••'],
    ['the headers of a request', `{"h":["X-Api-Key: ${canary}"]}`, '{"h":["X-Api-Key: •••"]}'],
    ['an API key in a sentence', `The API key: ${canary} is wrong`, 'The API key: ••• is wrong'],
    ['an authorization', `{"authorization":"Bearer ${canary}"}`, '{"authorization":"Bearer •••"}'],
    [
      'a token of a WebSocket',
      `{"authorization":{"type":"custom","value":"${canary}"}}`,
      '{"authorization":{"type":"custom","value":"•••"}}',
    ],
  ])('is hidden by its form: %s', (_, text, shown) => {
    expect(hideSecrets(text)).toBe(shown);
    expect(hideSecrets(shown)).toBe(shown);
  });

  it('is hidden in JSON, forms and URLs that are in one another', () => {
    const json = (text: string) => JSON.stringify({a: 1, text, b: 2});
    const form = (text: string) => `a=1&text=${encodeURIComponent(text)}&b=2`;
    const url = (text: string) => `https://example.com/${encodeURIComponent(text)}?b=2`;
    const letters = (text: string) =>
      text.replace(/./g, each => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`);
    const around = fc.array(fc.constantFrom(json, form, url), {maxLength: 3});
    const secret = fc.constantFrom<string>(
      `{"api_secret":"${canary}"}`,
      `{"${letters('token')}":"${canary}"}`,
      `token=${canary}`,
      `to%6ben=${canary}`,
      `https://ann:${canary}@host/`,
      jwt,
      pem,
      `Bearer ${canary}`,
    );
    fc.assert(
      fc.property(around, secret, (wraps, inner) => {
        const text = wraps.reduce((whole, wrap) => wrap(whole), inner);
        for (const shown of [hideSecrets(text), hideInForm(text)]) {
          expect(shown).not.toContain(canary);
          expect(shown).toContain(HIDDEN);
        }
      }),
      {numRuns: 500},
    );
  });
});

it.each(['token=x ', `${jwt} `, '"apiKey":"abc",'])('a text of thousands is hidden as a whole: %s', piece => {
  expect(hideSecrets(piece.repeat(3000))).toBe(HIDDEN);
});

describe('what is no secret', () => {
  it.each([
    '{"uuid":"aaaaaaaa-bbbb-cccc-dddd-0123456789ab","conversation_uuid":"CON-bc643220-2542-499a-892e-c982c4150c06"}',
    '{"member":"MEM-f44c872e-cba9-444f-88ae-0bfa630865a6","name":"NAM-797168e24c19a3c45e74e05b10fef2b5"}',
    '{"from":"447700900000","to":"sip:447700900000@example.com:5060","timestamp":"2020-07-01T20:45:34.796Z"}',
    '{"dtmf":{"digits":"1234#","timed_out":false},"sequence":12,"price":"0.00","token_type":"bearer"}',
    '{"tokens":1200,"prompt_tokens":20,"token_count":3,"max_tokens":5,"password_policy":"long"}',
    '{"key":"ENTER","endOnKey":"#","public_key":"MIIB","primary_key":7,"keys":["a"],"sort_key":"a"}',
    '{"hasPassword":true,"password":null,"token":""}',
    '[{"action":"talk","text":"Please enter your password, then press hash."}]',
    '[{"action":"talk","text":"Enter your password: then press hash. No token? Say secret."}]',
    '[{"action":"talk","text":"Your basic plan: bearer of good news. Bearer token authentication."}]',
    '{"detail":"Invalid token: expired","type":"system:error:invalid-token"}',
    '{"region_url":"https://api-us-3.vonage.com","uri":"wss://example.com:8443/socket?caller=447700900000"}',
    '{"payload_hash":"d6c0e74b5857df20e3b7e51b30c0c2a40ec73a77879b6f074ddc7a2317dd031b","network":"GB-FIXED"}',
    '{"compass":"north","author":"Ann","design":"a=b","secretary":"Bob","monkey":"see"}',
    '/v1/conversations/CON-1/events?page_size=100&cursor=7EjDNQrAcipmOnc0HCzpQRkhBULzY44ljGUX4lXKyUIVfiZay5pv9wg%3D',
    'http://127.0.0.1:3000/webhooks/event?to=447700900000&endpoint_type=phone&session_id=1&region_url=https%3A%2F%2Fapi-us-3.vonage.com',
    'task-with-a-name-that-is-longer-than-others: ask-me-anything-there-is-to-know',
    'git clone ssh://git@github.com/a/b, or mail ann@example.com',
    'eyJ and eyJhbGciOiJIUzI1NiJ9 alone',
    'a PRIVATE KEY-----',
  ])('stays: %s', text => {
    expect(hideSecrets(text)).toBe(text);
    expect(hideInForm(text)).toBe(text);
  });

  it('stays in what Vonage sends', () => {
    const all = sample('index.json') as {file: string; area: string}[];
    const changed = all.filter(({file, area}) => {
      const text = JSON.stringify(sample(`${area}/${file}`));
      return hideSecrets(text) !== text;
    });
    const withoutCredentials = changed.filter(({file}) => !/^config-|^signed-/.test(file));
    expect(withoutCredentials).toEqual([]);
    expect(changed).not.toEqual([]);
  });
});

describe('the time that it takes', () => {
  it.each([
    ...[
      'eyJ',
      'eyJaaaaaaaa.',
      '://',
      'a://b:',
      'token=',
      '"token":',
      '"token":"',
      'password: ',
      '<password>',
      '"auth":{',
      '%25',
      '\\\\',
    ],
    ...[
      '-----BEGIN PRIVATE KEY-----',
      'Bearer ',
      'basic A1',
      'ask-aaaaaaaaaaaaaaaaaaaaaaaa',
      'SG.aaaaaaaaaaaaaaaaaa',
      'key: ',
      'sip:a:',
    ],
    ...['--b\r\nform-data; name="token"', '"name":"a","value":', '[]=', '  :', 'a', '\\u005c', '&amp;', 'cookie: '],
  ])('grows as the text does, for a text full of %s', piece => {
    const cost = (length: number) => {
      const text = piece.repeat(Math.ceil(length / piece.length));
      return Math.min(...[1, 2, 3].map(() => cpu(() => hideInForm(hideSecrets(text)))));
    };
    cost(4000);
    // 16 times the text: 16 times the work, or 256 times if every part of it were looked at from every other.
    expect(cost(128_000) / Math.max(cost(8000), 0.2)).toBeLessThan(100);
  });
});

/** Work in ms of this process, whatever else the machine does. */
function cpu(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const {user, system} = process.cpuUsage(before);
  return (user + system) / 1000;
}
