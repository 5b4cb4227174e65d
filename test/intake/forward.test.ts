import {randomBytes} from 'node:crypto';
import {createServer, type RequestListener} from 'node:http';
import {createServer as createTcpServer, type Socket} from 'node:net';
import {gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, it, onTestFinished} from 'vitest';
import {exchange, listening} from './exchange.js';

type Seen = {method: string; path: string; rawHeaders: string[]; body: Buffer};

/** The developer's application: answers as told, and remembers what it got. */
async function application(answer: RequestListener) {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const {method = '', url = '', rawHeaders} = request;
    seen.push({method, path: url, rawHeaders, body: Buffer.concat(chunks)});
    answer(request, response);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return {seen, server, url: `http://127.0.0.1:${(server.address() as {port: number}).port}`};
}

/** Something that speaks its own mind on every connection. */
async function socketServer(onConnection: (socket: Socket) => void): Promise<string> {
  const server = createTcpServer(socket => {
    socket.on('error', () => undefined);
    onConnection(socket);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as {port: number}).port}`;
}

const forwarding = (url: string, more: object = {}) => listening({answering: {kind: 'forward', url, ...more}});
const pairs = (rawHeaders: string[]) =>
  rawHeaders.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${rawHeaders[index + 1]}`] : []));

const ncco = '[ {"action" : "talk","text":"é"} ]\n';

describe('--forward', () => {
  it('passes method, path, query, headers and body on, and changes only what belongs to the connection', async () => {
    const {seen, url} = await application((_request, response) => response.end(ncco));
    const {url: listener} = await forwarding(`${url}/base/`);
    const body = Buffer.concat([Buffer.from('{"a":1} '), randomBytes(2000)]);
    const headers = [
      'X-One',
      '1',
      'x-one',
      'two',
      'Authorization',
      'Bearer x',
      'Connection',
      'close, X-Hop',
      'X-Hop',
      'gone',
    ];
    await exchange(`${listener}/webhooks/event?a=%20b&a=c//../d&%zz`, {method: 'POST', headers, body});
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({method: 'POST', path: '/base/webhooks/event?a=%20b&a=c//../d&%zz', body});
    const {host} = new URL(listener);
    expect(pairs(seen[0]?.rawHeaders ?? [])).toEqual([
      `Host: ${host}`,
      'X-One: 1',
      'x-one: two',
      'Authorization: Bearer x',
      `Content-Length: ${body.length}`,
      `X-Forwarded-Host: ${host}`,
      'X-Forwarded-Proto: http',
      'X-Forwarded-For: 127.0.0.1',
      'Connection: close',
    ]);
  });

  it.each([
    ['/hook', '/webhooks/event?x=1', '/hook/webhooks/event?x=1'],
    ['?token=t/', '/webhooks/event', '/webhooks/event?token=t/'],
    ['/?token=t', '/webhooks/event?x=1&y', '/webhooks/event?x=1&y&token=t'],
    ['/hook?token=t&u', '/webhooks/event?', '/hook/webhooks/event?&token=t&u'],
    ['/?', '/webhooks/event?x', '/webhooks/event?x'],
  ])('joins its own path and query, here %s, and those of the webhook', async (own, asked, due) => {
    const {seen, url} = await application((_request, response) => response.end());
    const {url: listener} = await forwarding(url + own);
    await exchange(listener + asked, {method: 'POST', body: '{}'});
    expect(seen.map(({path}) => path)).toEqual([due]);
  });

  it('gives the answer back unchanged: status, reason, headers, bytes', async () => {
    const {url} = await application((_request, response) => {
      response.sendDate = false;
      response.writeHead(200, 'Made It', [
        'content-TYPE',
        'application/json',
        'Set-Cookie',
        'a=1',
        'Set-Cookie',
        'b=2',
      ]);
      response.write(ncco.slice(0, 5));
      response.end(ncco.slice(5));
    });
    const {url: listener, of} = await forwarding(url);
    const {status, rawHeaders, body} = await exchange(`${listener}/webhooks/answer`);
    expect([status, body.toString()]).toEqual([200, ncco]);
    expect(pairs(rawHeaders)).toEqual([
      'content-TYPE: application/json',
      'Set-Cookie: a=1',
      'Set-Cookie: b=2',
      `Content-Length: ${Buffer.byteLength(ncco)}`,
      'Connection: close',
    ]);
    expect(of('reply')[0]).toMatchObject({
      by: 'application',
      raw: {status: 200, body: ncco, headers: {'set-cookie': 'a=1, b=2'}},
    });
    expect(of('reply')[0]).not.toHaveProperty('failure');
  });

  it('changes no byte of any body, either way', async () => {
    const {seen, url} = await application((request, response) => {
      response.setHeader('Content-Type', request.headers['content-type'] ?? '');
      response.end(seen.at(-1)?.body);
    });
    const {url: listener} = await forwarding(url);
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({maxLength: 300}), fc.boolean(), async (bytes, chunked) => {
        const headers = ['Content-Type', 'application/octet-stream', ...(chunked ? ['Expect', '100-continue'] : [])];
        const body = Buffer.from(bytes);
        const back = await exchange(`${listener}/webhooks/event`, {method: 'POST', headers, body});
        expect(seen.at(-1)?.body).toEqual(body);
        expect(back.body).toEqual(body);
      }),
      {numRuns: 100},
    );
  });

  it('never touches a valid answer, however it is written', async () => {
    const answers: [string | undefined, Buffer, string?][] = [
      ['application/json', Buffer.from('\ufeff[]')],
      ['text/plain', Buffer.from(ncco)],
      [undefined, Buffer.from('\n\n[\n]\n')],
      ['application/json', Buffer.from(`[${'[1],'.repeat(50_000)}0]`)],
      ['application/json', gzipSync(ncco), 'gzip'],
    ];
    const {url} = await application((request, response) => {
      const [type, body, encoding] = answers[Number(request.url?.split('=')[1])] ?? [];
      if (type) response.setHeader('Content-Type', type);
      if (encoding) response.setHeader('Content-Encoding', encoding);
      response.end(body);
    });
    const {url: listener, of} = await forwarding(url);
    for (const [index, [, body]] of answers.entries()) {
      expect((await exchange(`${listener}/webhooks/answer?n=${index}`)).body).toEqual(body);
    }
    expect(of('reply').every(({by, failure}) => by === 'application' && !failure)).toBe(true);
  });

  it('passes whatever comes on the event routes', async () => {
    const {url} = await application((_request, response) => {
      response.writeHead(500, {'Content-Type': 'text/html'}).end('<h1>boom</h1>');
    });
    const {url: listener, of} = await forwarding(url);
    for (const route of ['event', 'rtc']) {
      const {status, body} = await exchange(`${listener}/webhooks/${route}`, {method: 'POST'});
      expect([status, body.toString()]).toEqual([500, '<h1>boom</h1>']);
    }
    expect(of('reply').map(({by}) => by)).toEqual(['application', 'application']);
  });

  it('records what an NCCO asked for on paths of its own', async () => {
    const {url, seen} = await application((_request, response) => response.end(ncco));
    const {url: listener, of} = await forwarding(url);
    const dtmf = '{"dtmf":{"digits":"1"},"conversation_uuid":"CON-1"}';
    expect((await exchange(`${listener}/my/input`, {method: 'POST', body: dtmf})).body.toString()).toBe(ncco);
    expect((await exchange(`${listener}/my/notify?conversation_uuid=CON-1`)).status).toBe(200);
    await exchange(`${listener}/my/page`);
    await exchange(`${listener}/my/input`, {method: 'DELETE', body: dtmf});
    expect(seen).toHaveLength(4);
    expect(of('event').map(({raw}) => raw.path)).toEqual(['/my/input', '/my/notify?conversation_uuid=CON-1']);
  });

  it('goes on when the recording fails: the application decides about its own events', async () => {
    const {url, seen} = await application((_request, response) => response.end());
    const {url: listener} = await listening({answering: {kind: 'forward', url}}, () => false);
    expect((await exchange(`${listener}/webhooks/event`, {method: 'POST'})).status).toBe(200);
    expect(seen).toHaveLength(1);
  });
});

describe('an answer that Vonage would refuse', () => {
  const nonsense: [string, RequestListener, string, RegExp][] = [
    [
      'a server error',
      (_request, response) => void response.writeHead(500).end('Traceback'),
      'status',
      /500.*Traceback/,
    ],
    ['a redirect', (_request, response) => void response.writeHead(302, {Location: '/'}).end(), 'status', /302.*empty/],
    [
      'HTML',
      (_request, response) => void response.writeHead(200, {'Content-Type': 'text/html'}).end(ncco),
      'content-type',
      /text\/html/,
    ],
    [
      'XML',
      (_request, response) => void response.writeHead(200, {'Content-Type': 'text/xml'}).end(ncco),
      'content-type',
      /text\/xml/,
    ],
    ['nothing', (_request, response) => void response.end(), 'not-json', /empty body/],
    ['no content', (_request, response) => void response.writeHead(204).end(), 'status', /204.*empty body.*200/],
    [
      'an NCCO with another status than 200',
      (_request, response) => void response.writeHead(201, {'Content-Type': 'application/json'}).end(ncco),
      'status',
      /201 \(Vonage takes 200 alone\) instead of 200/,
    ],
    ['text', (_request, response) => void response.end('OK'), 'not-json', /OK/],
    ['broken JSON', (_request, response) => void response.end('[{"action":}]'), 'not-json', /not JSON/],
    ['an object', (_request, response) => void response.end('{"action":"talk"}'), 'not-an-ncco', /array/],
    ['bytes', (_request, response) => void response.end(Buffer.from([0xff, 0xfe])), 'not-json', /not JSON/],
    ['far too much', (_request, response) => void response.end('['.padEnd(1_100_000)), 'too-large', /1048576/],
  ];

  it.each(nonsense)('is replaced when it is %s, and the reply tells', async (_what, answer, code, text) => {
    const {url} = await application(answer);
    const {url: listener, of} = await forwarding(url);
    for (const route of ['answer', 'fallback']) {
      const {status, headers, body} = await exchange(`${listener}/webhooks/${route}`);
      expect([status, headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
      expect(JSON.parse(body.toString())).toMatchObject([{action: 'talk', text: expect.stringContaining('Sorry')}]);
    }
    expect(of('reply')).toMatchObject([
      {by: 'monitor', failure: {code, text: expect.stringMatching(text)}, raw: {status: 200}},
      {by: 'monitor'},
    ]);
    expect(of('reply')[0]?.failure?.text.length).toBeLessThan(600);
    expect(of('health')).toMatchObject([{part: 'application', state: 'failing', code}]);
  });
});

describe('an application that cannot be reached', () => {
  const closedPort = async () => {
    const url = await socketServer(() => undefined);
    const gone = createTcpServer();
    await new Promise<void>(resolve => gone.listen(0, '127.0.0.1', resolve));
    const {port} = gone.address() as {port: number};
    await new Promise(resolve => gone.close(resolve));
    return url.replace(/\d+$/, String(port));
  };
  const cases: [string, () => Promise<string>, string][] = [
    ['down', closedPort, 'refused'],
    ['silent', () => socketServer(() => undefined), 'timeout'],
    [
      'slow to finish',
      () => socketServer(socket => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[')),
      'timeout',
    ],
    ['closing at once', () => socketServer(socket => socket.end()), 'reset'],
    ['resetting', () => socketServer(socket => socket.once('data', () => socket.resetAndDestroy())), 'reset'],
    [
      'stopping half way',
      () => socketServer(socket => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n[')),
      'reset',
    ],
    ['no HTTP', () => socketServer(socket => socket.end('SSH-2.0-OpenSSH_9\r\n')), 'not-http'],
    [
      'switching protocols',
      () => socketServer(socket => socket.end('HTTP/1.1 101 X\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n')),
      'status',
    ],
    [
      'without a status',
      () => socketServer(socket => socket.end('HTTP/1.1 099 X\r\nContent-Length: 0\r\n\r\n')),
      'status',
    ],
    [
      'no TLS',
      async () => (await socketServer(socket => socket.end('HTTP/1.1 400 Bad\r\n\r\n'))).replace('http:', 'https:'),
      'tls',
    ],
    ['nowhere', async () => 'http://nowhere.invalid:5000', 'dns'],
  ];

  it.each(cases)('because it is %s costs neither the call nor the event', async (_what, make, code) => {
    const {url, of} = await forwarding(await make(), {answerMs: 400, eventMs: 400});
    const answer = await exchange(`${url}/webhooks/answer`);
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body.toString())).toMatchObject([{action: 'talk'}]);
    const event = await exchange(`${url}/webhooks/event`, {method: 'POST', body: '{}'});
    expect([event.status, event.body.length]).toEqual([200, 0]);
    expect(of('reply').map(({by, failure}) => [by, failure?.code])).toEqual([
      ['monitor', code],
      ['monitor', code],
    ]);
    expect(of('reply')[0]?.failure?.text).toMatch(/\.$/);
    expect(of('health')).toMatchObject([{part: 'application', state: 'failing', code}]);
  });

  const status: Record<string, number> = {refused: 503, reset: 503, timeout: 504};
  it.each(cases)('because it is %s is told to Vonage with --forward-errors pass', async (_what, make, code) => {
    const {url, of} = await forwarding(await make(), {answerMs: 400, eventMs: 400, errors: 'pass'});
    for (const route of ['answer', 'event']) {
      const {status: got, body} = await exchange(`${url}/webhooks/${route}`, {method: 'POST', body: '{}'});
      expect([got, body.length]).toEqual([status[code] ?? 502, 0]);
    }
    expect(of('reply')).toMatchObject([
      {by: 'monitor', failure: {code}},
      {by: 'monitor', failure: {code}},
    ]);
  });

  it('is reported again when it works again', async () => {
    let works = false;
    const {url} = await application((_request, response) => {
      if (works) response.end(ncco);
      else response.destroy();
    });
    const {url: listener, of} = await forwarding(url);
    await exchange(`${listener}/webhooks/event`);
    works = true;
    await exchange(`${listener}/webhooks/event`);
    await exchange(`${listener}/webhooks/answer`);
    expect(of('health').map(({state}) => state)).toEqual(['failing', 'ok']);
  });

  it('is not reported as well because events work while its answers are nonsense', async () => {
    const {url} = await application((_request, response) => response.end('OK'));
    const {url: listener, of} = await forwarding(url);
    await exchange(`${listener}/webhooks/answer`);
    await exchange(`${listener}/webhooks/event`);
    expect(of('health').map(({state}) => state)).toEqual(['failing']);
  });

  it.each(['GET', 'POST'])('gets a %s that makes it crash once, also after one that went well', async method => {
    const {url, seen} = await application((request, response) => {
      if (request.url?.includes('crash')) request.socket.resetAndDestroy();
      else response.end(ncco);
    });
    const {url: listener, of} = await forwarding(url);
    for (const path of ['/webhooks/event?1', '/webhooks/event?crash', '/webhooks/event?2', '/webhooks/answer?crash']) {
      await exchange(listener + path, {method, body: method === 'POST' ? '{}' : ''});
    }
    expect(seen.map(({path}) => path.split('?')[1])).toEqual(['1', 'crash', '2', 'crash']);
    expect(of('reply').map(({failure}) => failure?.code)).toEqual([undefined, 'reset', undefined, 'reset']);
  });

  it('is asked on a new connection each time, so that none can close in the moment it is used again', async () => {
    const {url, server} = await application((_request, response) => response.end());
    let connections = 0;
    server.on('connection', () => connections++);
    const {url: listener, of} = await forwarding(url);
    for (let n = 0; n < 3; n++) await exchange(`${listener}/webhooks/event`, {method: 'POST', body: '{}'});
    expect(connections).toBe(3);
    expect(of('health')).toEqual([]);
  });
});

describe('a Host that the application refuses', () => {
  it.each([
    ['Django', 400, "<h1>DisallowedHost at /webhooks/answer</h1><pre>Invalid HTTP_HOST header: 'x.ngrok.app'.</pre>"],
    ['Rails', 403, '<h1>Blocked hosts: x.ngrok.app</h1>'],
    ['Rails before 7', 403, '<h1>Blocked host: x.ngrok.app</h1>'],
    ['Starlette', 400, 'Invalid host header'],
    ['Laravel', 400, 'Untrusted Host "x.ngrok.app".'],
    ['Vite', 403, 'Blocked request. This host ("x.ngrok.app") is not allowed.'],
    ['webpack', 403, 'Invalid Host header'],
    ['a web server', 421, 'Misdirected Request'],
  ])('is named, and what to do, for %s', async (_what, status, body) => {
    const {url} = await application((_request, response) => response.writeHead(status).end(body));
    const {url: listener, of} = await forwarding(url);
    await exchange(`${listener}/webhooks/answer`);
    const {host} = new URL(listener);
    expect(of('reply')[0]?.failure?.text).toContain(
      `It refuses the Host ${host}: allow it there, or start with --forward-host rewrite.`,
    );
  });

  it.each([
    [403, 'CSRF verification failed. Request aborted.'],
    [400, '{"error":"hostname missing"}'],
    [500, 'Invalid host header'],
    [404, 'Blocked host'],
  ])('is not said of %i %s', async (status, body) => {
    const {url} = await application((_request, response) => response.writeHead(status).end(body));
    const {url: listener, of} = await forwarding(url);
    await exchange(`${listener}/webhooks/answer`);
    expect(of('reply')[0]?.failure?.text).not.toContain('--forward-host');
  });
});
