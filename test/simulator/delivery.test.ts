import {createHash, createHmac} from 'node:crypto';
import net, {type AddressInfo} from 'node:net';
import {describe, expect, it} from 'vitest';
import type {Answering, Reply} from './application.js';
import {type StartOptions, start} from './start.js';

const talk = [{action: 'talk', text: 'Hello.'}];

/** Places a call whose answer URL gives these replies, one an attempt, then stays with the last. */
async function answeredBy(replies: Reply[], options: StartOptions = {}) {
  let asked = 0;
  const run = await start(({path}) => {
    if (path === '/answer') return replies[asked++] ?? replies.at(-1);
    return path === '/fallback' ? {body: talk} : {};
  }, options);
  const outcome = await run.vonage.place('talk');
  await run.close();
  const of = (path: string) => run.server.got.filter(got => got.path === path);
  return {outcome, attempts: of('/answer').length, fallbacks: of('/fallback'), events: run.server.events(), ...run};
}

const statusesOf = (events: Record<string, unknown>[]) => events.map(({status, reason}) => status ?? reason);

describe('an answer URL', () => {
  it.each([
    ['429', {status: 429}],
    ['503', {status: 503}],
    ['504', {status: 504}],
    ['a reset connection', {destroy: true}],
  ])('is asked once more after %s', async (_, reply) => {
    const {attempts, events} = await answeredBy([reply, {body: talk}]);
    expect(attempts).toBe(2);
    expect(statusesOf(events)).toContain('answered');
  });

  it('is never asked a third time', async () => {
    const {attempts, events} = await answeredBy([{status: 503}]);
    expect(attempts).toBe(2);
    expect(statusesOf(events)).toEqual(['started', 'ringing', 'completed']);
  });

  it.each([
    ['401', {status: 401}],
    ['404', {status: 404}],
    ['500', {status: 500}],
    ['a redirect, which is not followed either', {status: 302, headers: {location: '/elsewhere'}}],
    ['201', {status: 201, body: talk}],
    ['an NCCO that is not JSON', {raw: '[{"action": "talk",]'}],
    ['an NCCO that is no array', {body: {action: 'talk', text: 'Hello.'}}],
    ['an HTML content type', {body: talk, headers: {'content-type': 'text/html'}}],
  ])('is not asked again after %s', async (_, reply) => {
    const {attempts, events} = await answeredBy([reply]);
    expect(attempts).toBe(1);
    expect(statusesOf(events)).not.toContain('answered');
  });

  it('has five seconds by default, and is asked once more when it takes longer', async () => {
    const run = await start(
      async ({path}) => {
        if (path !== '/answer') return {};
        // Answers only the second time, so that nothing but the deadline ends the first.
        return run.server.got.filter(got => got.path === '/answer').length > 1 ? {body: talk} : never();
      },
      {deadlines: {answer: {replyMs: 100}}},
    );
    const {deliveries} = await run.vonage.place('talk');
    const answer = deliveries.find(({kind}) => kind === 'answer');
    expect(answer?.attempts.map(({failure}) => failure?.code)).toEqual(['socket-timeout', undefined]);
    await run.close();
  });

  it('that nobody listens at is refused', async () => {
    const {outcome} = await answeredBy([], {answerUrl: await unusedUrl()});
    const answer = outcome.deliveries.find(({kind}) => kind === 'answer');
    expect(answer?.failure).toEqual({code: 'refused', text: 'Connection refused.'});
    expect(answer?.attempts).toHaveLength(2);
  });

  it('may have a query of its own, which is kept', async () => {
    const {server} = await answeredBy([{body: talk}], {paths: {answer: '/answer?session=7'}});
    expect(server.got.find(({path}) => path === '/answer')?.query).toMatchObject({session: '7', from: '447700000001'});
  });

  it('may be asked by POST, with the same fields as JSON', async () => {
    const {server} = await answeredBy([{body: talk}], {answerMethod: 'POST'});
    const answer = server.got.find(({path}) => path === '/answer');
    expect(answer?.headers['content-type']).toBe('application/json');
    expect(Object.keys(answer?.fields ?? {}).sort()).toEqual([
      ...['conversation_uuid', 'endpoint_type', 'from', 'region_url', 'to', 'uuid'],
    ]);
  });
});

describe('an NCCO that is none', () => {
  it('is told to the event URL, without status and uuid, and the call is dropped', async () => {
    const {events} = await answeredBy([{body: [{action: 'hangup'}]}]);
    const error = events.find(({reason}) => reason);
    expect(Object.keys(error ?? {}).sort()).toEqual(['conversation_uuid', 'reason', 'timestamp']);
    expect(error?.reason).toBe('Syntax error in NCCO. Invalid value type or action.');
    expect(events.at(-1)).toMatchObject({status: 'completed', duration: '0', disconnected_by: 'platform'});
  });
});

describe('the fallback URL', () => {
  it('gets the original fields, the reason, and the original request', async () => {
    const {fallbacks, events, server} = await withFallback({status: 500});
    const answer = server.got.find(({path}) => path === '/answer');
    const {reason, original_request, ...fields} = fallbacks[0]?.fields ?? {};
    expect(fields).toEqual(answer?.fields);
    expect(reason).toBe('HTTP status 500.');
    expect(JSON.parse(String(original_request))).toEqual({url: server.urls.answerUrl, type: 'answer'});
    expect(statusesOf(events)).toContain('answered');
  });

  it('gets nested fields as JSON when it is asked by POST', async () => {
    const {fallbacks} = await withFallback({destroy: true}, {fallbackMethod: 'POST'});
    expect(fallbacks[0]?.fields).toMatchObject({reason: 'Connection closed.', original_request: {type: 'answer'}});
  });

  it('is not asked when the answer URL gave an NCCO', async () => {
    const {fallbacks} = await withFallback({body: talk});
    expect(fallbacks).toEqual([]);
  });

  it('is asked about an event whose reply could have been an NCCO, and the flow goes on', async () => {
    const ncco = [{action: 'input', type: ['dtmf']}, ...talk];
    const run = await start(
      ({path, fields}) => {
        if (path === '/answer') return {body: ncco};
        return path === '/fallback' ? {status: 404} : {status: fields.dtmf ? 500 : 200};
      },
      {paths: {fallback: '/fallback'}, fallbackMethod: 'POST'},
    );
    await run.vonage.place('talk');
    await run.close();
    const [fallback] = run.server.got.filter(({path}) => path === '/fallback');
    expect(fallback?.fields).toMatchObject({original_request: {url: run.server.urls.eventUrl, type: 'event'}});
    expect(run.server.events().at(-1)).toMatchObject({status: 'completed', duration: '5'});
  });
});

describe('an event webhook', () => {
  const attemptsAt = async (reply: Reply) => {
    let told = 0;
    const run = await start(({path, fields}) => {
      if (path === '/answer') return {body: talk};
      return fields.status === 'ringing' && told++ === 0 ? reply : {};
    });
    const {deliveries} = await run.vonage.place('talk');
    await run.close();
    return deliveries.find(({payload}) => payload.status === 'ringing')?.attempts.length;
  };

  it.each([
    [200, 1],
    [204, 1],
    [205, 1],
    [302, 2],
    [404, 2],
    [500, 2],
    [503, 2],
  ])('that is answered with %i is sent %i times', async (status, times) => {
    expect(await attemptsAt({status})).toBe(times);
  });

  it('that is cut off is sent again', async () => {
    expect(await attemptsAt({destroy: true})).toBe(2);
  });

  it('does not replace the NCCO by its reply unless it is one that may', async () => {
    const run = await start(({path}) => ({body: path === '/answer' ? talk : [{action: 'wait', timeout: 60}]}));
    await run.vonage.place('talk');
    await run.close();
    expect(run.secondsOf(run.server.events().at(-1)?.timestamp)).toBeLessThan(10);
  });

  it('may go by GET, numbers as text, nulls left out', async () => {
    const run = await start(({path}) => (path === '/answer' ? {body: talk} : {}), {eventMethod: 'GET'});
    await run.vonage.place('talk');
    await run.close();
    const [answered, completed] = run.server.events().slice(-2);
    expect(answered).toMatchObject({status: 'answered', headers: '{}'});
    expect(answered).not.toHaveProperty('rate');
    expect(completed).toMatchObject({status: 'completed', sip_code: '200'});
  });
});

describe('a signed webhook', () => {
  const claimsOf = (header = '') => JSON.parse(Buffer.from(header.split('.')[1] ?? '', 'base64url').toString());

  it('carries a JWT over the account signature secret, with the hash of the body', async () => {
    const run = await start(({path}) => (path === '/answer' ? {body: talk} : {}), {signatureSecret: 'secret'});
    await run.vonage.place('talk');
    await run.close();
    const event = run.server.got.find(({path}) => path === '/event');
    const token = event?.headers.authorization?.replace('Bearer ', '') ?? '';
    const [head, claims, signature] = token.split('.');
    expect(createHmac('sha256', 'secret').update(`${head}.${claims}`).digest('base64url')).toBe(signature);
    expect(claimsOf(token)).toMatchObject({
      iss: 'Vonage',
      payload_hash: createHash('sha256')
        .update(event?.rawBody ?? '')
        .digest('hex'),
    });
  });

  it('has a token of its own for every attempt', async () => {
    const run = await start(({path}) => (path === '/answer' ? {status: 503} : {}), {signatureSecret: 'secret'});
    await run.vonage.place('talk');
    await run.close();
    const ids = run.server.got.map(({headers}) => claimsOf(headers.authorization).jti);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('is not signed without a secret', async () => {
    const {server} = await answeredBy([{body: talk}]);
    expect(server.got.every(({headers}) => headers.authorization === undefined)).toBe(true);
  });
});

async function withFallback(reply: Reply, options: StartOptions = {}) {
  const answering: Answering = ({path}) => {
    if (path === '/answer') return reply;
    return path === '/fallback' ? {body: talk} : {};
  };
  const run = await start(answering, {...options, paths: {fallback: '/fallback'}});
  await run.vonage.place('talk');
  await run.close();
  return {
    fallbacks: run.server.got.filter(({path}) => path === '/fallback'),
    events: run.server.events(),
    server: run.server,
  };
}

function never(): Promise<undefined> {
  return new Promise(() => undefined);
}

async function unusedUrl(): Promise<string> {
  const server = net.createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const {port} = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return `http://127.0.0.1:${port}/answer`;
}
