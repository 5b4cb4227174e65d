import {connect} from 'node:net';
import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, it, onTestFinished} from 'vitest';
import {isNamedBy} from '../../source/simulator/rest/acl.js';
import {start} from './start.js';

let run: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  run = await start(() => ({}), {limits: {creations: 1e6, requests: 1e6}});
});
afterAll(() => run.close());

/** Sends bytes as they are, and gives the status of the answer; undefined where there is none. */
function send(bytes: string): Promise<number | undefined> {
  const {port} = new URL(run.vonage.apiUrl);
  return new Promise(resolve => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
    socket.on('data', chunk => {
      text += chunk;
    });
    socket.on('error', () => undefined);
    socket.on('close', () => resolve(Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]) || undefined));
  });
}

const request = (path: string, method = 'GET') => `${method} ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`;

describe('the stand-in’s REST side, asked by strangers', () => {
  it.each(['//', '///', '//[', '//a:b', 'http://', 'http://[', '//%', '/%', '/%00', '/..//', '*'])(
    'answers a path that is no URL: %s',
    async path => {
      expect(await send(request(path))).toBeGreaterThanOrEqual(400);
      expect(await send(request('/v1/calls'))).toBe(401);
    },
  );

  const deep = (open: string, close: string, levels: number) => open.repeat(levels) + close.repeat(levels);

  it.each([
    ['arrays', deep('[', ']', 5000)],
    ['objects', `${deep('{"a":', '}', 5000).replace('}', '1}')}`],
    ['both', deep('[{"a":', '}]', 5000).replace('}', '1}')],
    ['an NCCO', JSON.stringify({to: [], ncco: 0}).replace('0', deep('[', ']', 5000))],
    ['what never ends', '['.repeat(500_000)],
    ['101 levels', deep('[', ']', 101)],
  ])('refuses a body that is too deep: %s', async (_, body) => {
    for (const [method, path] of [
      ['POST', '/v1/calls'],
      ['POST', '/v1/conversations'],
      ['POST', '/v0.3/users'],
      ['PUT', '/v1/calls/63f61863-4a51-4f6b-86e1-46edebcf9356'],
    ] as const) {
      const {status} = await run.call(method, path, body);
      expect([path, status]).toEqual([path, expect.toSatisfy((status: number) => status >= 400 && status < 500)]);
    }
  });

  it('takes brackets in texts for what they are', async () => {
    const custom_data = {brackets: '[{"'.repeat(200), escaped: '\\"['.repeat(200)};
    const text = JSON.stringify({properties: {custom_data}});
    expect((await run.call('POST', '/v1/conversations', text)).status).toBeLessThan(300);
  });
});

describe('an error of the stand-in itself', () => {
  it('is answered 500, told and counted, and the next request is answered', async () => {
    const told: string[] = [];
    const broken = await start(() => ({}), {
      onAction({text}) {
        told.push(text);
        throw new Error('who listens fails too');
      },
      faults: {
        get apiErrors(): number {
          throw new Error('no dice');
        },
      },
    });
    onTestFinished(() => broken.close());
    for (const due of [500, 500]) expect((await broken.get('/v1/calls')).status).toBe(due);
    expect(told).toEqual([1, 2].map(n => expect.stringMatching(`GET /v1/calls 500: error ${n} .*no dice`)));
  });
});

describe('a pattern of an access list', () => {
  it.each([
    ['/*/conversations/**', '/v1/conversations', true],
    ['/*/conversations/**', '/v1/conversations/CON-1/members', true],
    ['/*/conversations/**', '/v1/conversationsx', false],
    ['/*/conversations/**', '/a/b/conversations', false],
    ['/v1/calls/*', '/v1/calls/1', true],
    ['/v1/calls/*', '/v1/calls/1/2', false],
    ['/**', '/anything/at/all', true],
    ['/v1/calls', '/v1/calls', true],
    ['/v1/calls', '/v1/callsx', false],
    ['/v1.0/(calls)+', '/v1.0/(calls)+', true],
    ['/v1.0', '/v1x0', false],
    ['', '/', false],
    ['**', '/v1', true],
  ])('%s names %s: %s', (pattern, path, expected) => {
    expect(isNamedBy(pattern, path)).toBe(expected);
  });

  it('says what the regular expression of the same meaning says', () => {
    const chars = (letters: string) => fc.string({unit: fc.constantFrom(...letters), maxLength: 10});
    fc.assert(
      fc.property(chars('a/*'), chars('a/b'), (pattern, path) => {
        const before = pattern.replace(/(?:\/\*\*)+$/, '');
        const behind = '(?:/.*)?'.repeat((pattern.length - before.length) / '/**'.length);
        const source = before.replace(/\*\*|\*/g, wild => (wild === '*' ? '[^/]*' : '.*')) + behind;
        expect(isNamedBy(pattern, path)).toBe(new RegExp(`^${source}$`).test(path));
      }),
      {numRuns: 3000},
    );
  });

  it('is not read when it is longer than any pattern is', () => {
    expect(isNamedBy('*a'.repeat(5000), `/${'a'.repeat(5000)}`)).toBe(false);
    expect(isNamedBy('*a'.repeat(200), `/${'a'.repeat(2000)}b`)).toBe(false);
  });
});
