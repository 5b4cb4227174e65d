import {afterEach, describe, expect, it} from 'vitest';
import type {Answering} from './application.js';
import {anApplication, type StartOptions, start, token} from './start.js';

const connect = [{action: 'connect', endpoint: [{type: 'phone', number: '447700000003'}]}];
const talk = [{action: 'talk', text: 'Hello.'}];

let run: Awaited<ReturnType<typeof start>>;
afterEach(() => run.close());

// biome-ignore lint/suspicious/noExplicitAny: replies of another program, reached into field by field
type Body = Record<string, any>;

/** Starts a simulator whose application does something in the middle of a call: time stands still meanwhile. */
async function during(
  status: string,
  act: (fields: Body) => Promise<unknown>,
  options: StartOptions = {},
  ncco: unknown = connect,
) {
  let done = false;
  const answering: Answering = async ({path, fields}) => {
    if (path === '/answer') return {body: ncco};
    if ([fields.status, `${fields.direction} ${fields.status}`].includes(status) && !done) {
      done = true;
      await act(fields);
    }
    return {};
  };
  run = await start(answering, options);
  return run.vonage.place('answered', {seedIds: false});
}

describe('tokens', () => {
  const ask = async (authorization: string | undefined, path = '/v0.3/conversations') => {
    run ??= await start(() => ({}));
    const response = await fetch(`${run.vonage.apiUrl}${path}`, {headers: {...(authorization && {authorization})}});
    return {status: response.status, body: await response.json()};
  };
  const now = Math.floor(Date.now() / 1000);

  it('are accepted as an SDK makes them', async () => {
    run = await start(() => ({}));
    expect((await ask(`Bearer ${await token()}`)).status).toBe(200);
  });

  it.each([
    ['nothing', undefined, 'invalid'],
    ['a word', 'Bearer nonsense', 'invalid'],
    ['an expired one', {exp: now - 60}, 'expired'],
    ['one that is not valid yet', {nbf: now + 600}, 'invalid'],
    ['one of another application', {application_id: crypto.randomUUID()}, 'invalid'],
    ['one from the future', {iat: now + 600}, 'invalid'],
    ['one that does not say when it was made', {iat: undefined}, 'invalid'],
    ['one without an id', {jti: undefined}, 'invalid'],
    ['one that lives for more than a day', {iat: now, exp: now + 86_401}, 'invalid'],
    ['one that lives for less than 30 seconds', {iat: now, exp: now + 29}, 'invalid'],
    ['one without an end, after 15 minutes', {iat: now - 1000, exp: undefined}, 'expired'],
    ['one of a user who is not there', {sub: 'nobody'}, 'invalid'],
  ])('are refused with 401: %s', async (_, given, code) => {
    run = await start(() => ({}));
    const authorization = typeof given === 'object' ? `Bearer ${await token({claims: given})}` : given;
    expect(await ask(authorization)).toMatchObject({status: 401, body: {code: `system:error:${code}-token`}});
  });

  it.each([
    ['without an end', {exp: undefined}],
    ['of a whole day', {exp: now + 86_400}],
    ['a little ahead of the clock', {iat: now + 5}],
  ])('are accepted, again and again: %s', async (_, claims) => {
    run = await start(() => ({}));
    const authorization = `Bearer ${await token({claims: {iat: now, ...claims}})}`;
    expect([(await ask(authorization)).status, (await ask(authorization)).status]).toEqual([200, 200]);
  });

  it('of a user open the conversations that the user is in, and no list of all', async () => {
    run = await start(() => ({}));
    await run.call('POST', '/v1/users', {name: 'alice'});
    const create = async (name: string) => (await run.call('POST', '/v1/conversations', {name})).body.id;
    const [hers, others] = [await create('hers'), await create('others')];
    const invitation = {state: 'joined', user: {name: 'alice'}, channel: {type: 'app'}};
    const {body: member} = await run.call('POST', `/v1/conversations/${hers}/members`, invitation);
    const authorization = `Bearer ${await token({claims: {sub: 'alice'}})}`;
    const statusOf = async (path: string) => (await ask(authorization, path)).status;
    expect(await statusOf(`/v1/conversations/${hers}`)).toBe(200);
    expect(await statusOf(`/v1/conversations/${others}`)).toBe(404);
    expect(await statusOf('/v1/conversations')).toBe(403);
    expect(await statusOf('/v1/users')).toBe(403);
    expect((await ask(authorization, `/v1/conversations/${hers}/members/me`)).body).toMatchObject({id: member.id});
    expect((await run.get(`/v1/conversations/${hers}/members/me`)).status).toBe(403);
  });

  it('are refused when signed with HS256, or tampered with', async () => {
    run = await start(() => ({}));
    const good = await token();
    const [head, claims, signature = ''] = good.split('.');
    const turned = signature.split('').reverse().join('');
    for (const bad of [await token({alg: 'HS256'}), `${head}.${claims}.${turned}`]) {
      expect((await ask(`Bearer ${bad}`)).status).toBe(401);
    }
  });

  it('open only the paths of their acl', async () => {
    run = await start(() => ({}));
    const authorization = `Bearer ${await token({claims: {acl: {paths: {'/*/conversations/**': {}}}}})}`;
    expect((await ask(authorization)).status).toBe(200);
    expect((await ask(authorization, '/v1/calls')).status).toBe(403);
  });

  it('are refused in the gateway’s words by v1', async () => {
    run = await start(() => ({}));
    expect((await ask(undefined, '/v1/conversations')).body).toMatchObject({title: 'Unauthorized'});
  });
});

describe('the Conversation API', () => {
  it('pages through events by cursor, from a start on, in either order', async () => {
    const pages: number[][] = [];
    await during(
      'answered',
      async ({conversation_uuid}) => {
        // By now the callee has answered: five events are there.
        let path: string | undefined = `/v1/conversations/${conversation_uuid}/events?page_size=2`;
        while (path) {
          const {body}: {body: Body} = await run.get(path);
          pages.push(body._embedded.events.map(({id}: {id: number}) => id));
          const next: string | undefined = body._links.next?.href;
          path = next && new URL(next).pathname + new URL(next).search;
        }
        const ids = async (query: string) => {
          const {body} = await run.get(`/v1/conversations/${conversation_uuid}/events?${query}`);
          return body._embedded.events.map(({id}: {id: number}) => id);
        };
        expect(await ids('start_id=4')).toEqual([4, 5]);
        expect(await ids('order=DESC&page_size=3')).toEqual([5, 4, 3]);
        expect(await ids('event_type=member:joined')).toEqual([1, 4]);
      },
      {},
    );
    expect(pages).toEqual([[1, 2], [3, 4], [5]]);
  });

  it.each(['page_size=0', 'page_size=101', 'order=up', 'cursor=nonsense', 'start_id=x'])(
    'refuses %s with 400',
    async query => {
      await during('ringing', async ({conversation_uuid}) => {
        const {status, body} = await run.get(`/v0.3/conversations/${conversation_uuid}/events?${query}`);
        expect([status, body.code]).toEqual([400, 'http:error:validation-fail']);
        expect(body.invalid_parameters[0].name).toBe(query.split('=')[0]);
      });
      expect.assertions(2);
    },
  );

  it('gives Bob’s member id as `from` of Bob’s events, as the original capture did', async () => {
    await during('answered', async ({conversation_uuid}) => {
      const {body} = await run.get(`/v0.3/conversations/${conversation_uuid}/events`);
      const members = await run.get(`/v0.3/conversations/${conversation_uuid}/members`);
      const [alice, bob] = members.body._embedded.members.map(({id}: {id: string}) => id);
      expect(body._embedded.data.events.map(({from}: {from: string}) => from)).toEqual([alice, bob, bob, bob, bob]);
    });
    expect.assertions(1);
  });

  it('keeps a named conversation after its calls', async () => {
    const outcome = await during('never', async () => undefined, {}, [{action: 'conversation', name: 'support'}]);
    expect((await run.get(`/v1/conversations/${outcome.conversation}`)).status).toBe(404);
    const {body} = await run.get('/v1/conversations');
    expect(body._embedded.conversations).toMatchObject([{name: 'support', state: 'ACTIVE'}]);
    const {body: events} = await run.get(`/v1/conversations/${body._embedded.conversations[0].id}/events`);
    expect(events._embedded.events.at(-1)).toMatchObject({type: 'member:left'});
  });

  it('does not know paths and methods that are not there', async () => {
    run = await start(() => ({}));
    expect((await run.get('/v1/nothing')).status).toBe(404);
    expect((await run.call('PATCH', '/v1/conversations')).status).toBe(405);
  });
});

describe('the Voice API', () => {
  it('creates a call, rings the callee, asks the answer URL, and says 201 at once', async () => {
    run = await start(({path}) => (path === '/answer' ? {body: talk} : {}));
    const {urls} = run.server;
    const created = await run.call('POST', '/v1/calls', {
      to: [{type: 'phone', number: '447700900001'}],
      from: {type: 'phone', number: '447700900002'},
      answer_url: [urls.answerUrl],
      event_url: [urls.eventUrl],
    });
    expect(created).toMatchObject({status: 201, body: {status: 'started', direction: 'outbound'}});
    await expect.poll(() => run.vonage.created.length).toBe(1);
    expect(run.server.statuses()).toEqual(
      ['started', 'ringing', 'answered', 'completed'].map(status => `outbound ${status}`),
    );
    const answer = run.server.got.find(({path}) => path === '/answer');
    expect(answer?.query).toMatchObject({uuid: created.body.uuid, to: '447700900001', from: '447700900002'});
    expect(answer?.query).toMatchObject({endpoint_type: 'phone', region_url: run.vonage.apiUrl});
  });

  it('makes no answer request for a call with an NCCO of its own', async () => {
    run = await start(() => ({}), {callees: [{outcome: 'busy', afterMs: 100}]});
    const to = [{type: 'phone', number: '447700900001'}];
    expect((await run.call('POST', '/v1/calls', {to, ncco: talk})).status).toBe(201);
    await expect.poll(() => run.vonage.created.length).toBe(1);
    expect(run.server.got.map(({fields}) => fields.status)).toEqual(['started', 'ringing', 'busy', 'completed']);
  });

  it.each([
    ['no endpoint', {ncco: talk}, 'to'],
    ['neither NCCO nor answer URL', {to: [{type: 'phone', number: '447700900001'}]}, 'answer_url'],
    ['an NCCO that is none', {to: [{type: 'phone', number: '447700900001'}], ncco: [{action: 'hangup'}]}, 'ncco'],
  ])('refuses to create a call with %s', async (_, body, name) => {
    run = await start(() => ({}));
    const refused = await run.call('POST', '/v1/calls', body);
    expect(refused).toMatchObject({status: 400, body: {type: 400, invalid_parameters: [{name}]}});
  });

  it('lists and shows calls, with money and times only when they are over', async () => {
    const outcome = await during('answered', async ({conversation_uuid}) => {
      const {body} = await run.get(`/v1/calls?conversation_uuid=${conversation_uuid}`);
      expect(body).toMatchObject({count: 2, page_size: 10, record_index: 0});
      expect(body._embedded.calls[0]).not.toHaveProperty('price');
    });
    const {body} = await run.get(`/v1/calls/${outcome.uuid}`);
    expect(body).toMatchObject({status: 'completed', direction: 'inbound', duration: '301', price: '0.02257500'});
    expect(body.from).toEqual({type: 'phone', number: '447700000001'});
    const listed = await run.get('/v1/calls?page_size=1&record_index=1');
    expect(listed.body._embedded.calls).toHaveLength(1);
    expect(listed.body._links.prev.href).toBe(`${run.vonage.apiUrl}/v1/calls?page_size=1&record_index=0`);
  });

  it('hangs up, and then does not know the call for changes any more', async () => {
    const outcome = await during('answered', async ({uuid}) => {
      expect((await run.call('PUT', `/v1/calls/${uuid}`, {action: 'hangup'})).status).toBe(204);
    });
    expect(run.server.statuses().slice(-2)).toEqual(['inbound completed', 'outbound completed']);
    expect(run.server.events().at(-1)).toMatchObject({disconnected_by: 'platform', duration: '1'});
    expect((await run.call('PUT', `/v1/calls/${outcome.uuid}`, {action: 'hangup'})).status).toBe(404);
  });

  it('mutes and unmutes a leg, which the member and its events show', async () => {
    await during('answered', async ({uuid, conversation_uuid}) => {
      await run.call('PUT', `/v1/calls/${uuid}`, {action: 'mute'});
      const {body} = await run.get(`/v1/conversations/${conversation_uuid}/events?event_type=audio:mute:on`);
      const [event] = body._embedded.events;
      const member = await run.get(`/v1/conversations/${conversation_uuid}/members/${event.from}`);
      expect(member.body.media.audio_settings.muted).toBe(true);
    });
    expect.assertions(1);
  });

  it('transfers the caller to another NCCO: the callee is hung up, the caller goes on in another conversation', async () => {
    await during('inbound answered', async () => {
      const [inbound] = (await run.get('/v1/calls')).body._embedded.calls;
      const destination = {type: 'ncco', ncco: talk};
      const {status} = await run.call('PUT', `/v1/calls/${inbound.uuid}`, {action: 'transfer', destination});
      expect(status).toBe(204);
    });
    const words = run.server.events().map(({direction, status, type}) => `${direction ?? ''} ${status ?? type}`.trim());
    const last = ['outbound answered', 'inbound answered', 'outbound completed', 'transfer', 'inbound completed'];
    expect(words.slice(-5)).toEqual(last);
  });

  it('transfers the callee to an NCCO that it fetches, and the caller’s own goes on', async () => {
    await during('answered', async ({uuid}) => {
      const destination = {type: 'ncco', url: [run.server.urls.answerUrl]};
      const {status} = await run.call('PUT', `/v1/calls/${uuid}`, {action: 'transfer', destination});
      expect(status).toBe(204);
    });
    const statuses = run.server.statuses();
    expect(statuses.filter(status => status.endsWith('completed'))).toHaveLength(3);
  });

  it.each([
    ['talk', {text: 'Hello.'}, 'Talk started'],
    ['stream', {stream_url: ['https://example.com/a.mp3']}, 'Stream started'],
    ['dtmf', {digits: '1713'}, 'DTMF sent'],
  ])('plays %s into a call', async (what, body, message) => {
    await during('answered', async ({uuid}) => {
      expect((await run.call('PUT', `/v1/calls/${uuid}/${what}`, body)).body).toEqual({message, uuid});
      expect((await run.call('PUT', `/v1/calls/${uuid}/${what}`, {})).status).toBe(400);
    });
    expect.assertions(2);
  });

  it('allows three creations a second and then answers 429', async () => {
    run = await start(() => ({}));
    const statuses = await Promise.all(
      Array.from({length: 4}, async () => (await run.call('POST', '/v1/calls', {})).status),
    );
    expect(statuses.sort()).toEqual([400, 400, 400, 429]);
  });
});

describe('the other APIs', () => {
  it('knows the legs after the conversation is gone', async () => {
    const {conversation} = await during('never', async () => undefined);
    const {body} = await run.get(`/v0.3/legs?conversation_id=${conversation}`);
    expect(body._embedded.legs.map(({status, type}: Body) => [status, type])).toEqual(
      Array(2).fill(['completed', 'phone']),
    );
  });

  it('answers 404 in the other region', async () => {
    await during(
      'answered',
      async ({conversation_uuid, uuid}) => {
        const headers = {authorization: `Bearer ${await token()}`};
        for (const path of [`/v0.3/conversations/${conversation_uuid}`, `/v1/calls/${uuid}`]) {
          expect((await fetch(`${run.vonage.otherRegionUrl}${path}`, {headers})).status).toBe(404);
        }
      },
      {secondRegion: true},
    );
    expect.assertions(2);
  });

  it('shows and replaces where the application’s webhooks go, to whoever has the account’s key and secret', async () => {
    run = await start(() => ({}), {apiKey: 'key', apiSecret: 'secret'});
    const {id} = await anApplication();
    const headers = {authorization: `Basic ${Buffer.from('key:secret').toString('base64')}`};
    const path = `/v2/applications/${id}`;
    expect((await run.call('GET', path)).status).toBe(401);
    const {body} = await run.call('GET', path, undefined, headers);
    const {webhooks} = body.capabilities.voice;
    expect(webhooks.answer_url).toEqual({address: run.server.urls.answerUrl, http_method: 'GET'});
    webhooks.event_url.address = `${run.server.url}/elsewhere`;
    expect((await run.call('PUT', path, body, headers)).status).toBe(200);
    await run.vonage.place('talk');
    expect(run.server.got.map(({path: at}) => at)).toContain('/elsewhere');
  });
});

describe('the account', () => {
  const headers = {authorization: `Basic ${Buffer.from('a1b2c3d4:abcdefghijklmnop').toString('base64')}`};
  const ask = (path: string) => run.call('GET', path, undefined, headers);

  it('lists its numbers in pages, those of an application, and those of none', async () => {
    const linked = {number: '447700900001'};
    const sip = {number: '447700900002', voice: {type: 'sip', value: 'sip:a@b.example'}} as const;
    const free = {number: '12015550100', country: 'US', application: null};
    run = await start(() => ({}), {numbers: [linked, sip, free]});
    const {id} = await anApplication();
    const numbersOf = async (query: string) => {
      const {body} = await ask(`/account/numbers?${query}`);
      return [body.count, body.numbers?.map(({msisdn}: Body) => msisdn)];
    };
    expect(await numbersOf(`application_id=${id}`)).toEqual([2, ['447700900001', '447700900002']]);
    expect(await numbersOf('has_application=false')).toEqual([1, ['12015550100']]);
    expect(await numbersOf('size=2&index=2')).toEqual([3, ['12015550100']]);
    expect(await ask(`/account/numbers?application_id=${crypto.randomUUID()}`)).toEqual({status: 200, body: {}});
    const {body} = await ask('/account/numbers?pattern=447700900002');
    expect(body.numbers).toEqual([
      {
        ...{country: 'GB', msisdn: '447700900002', type: 'mobile-lvn', features: ['VOICE', 'SMS'], app_id: id},
        ...{voiceCallbackType: 'sip', voiceCallbackValue: 'sip:a@b.example'},
      },
    ]);
  });

  it('is refused without its secret, and asked wrongly, in the words of the older APIs', async () => {
    run = await start(() => ({}));
    const refused = {'error-code': '401', 'error-code-label': 'authentication failed'};
    expect(await run.call('GET', '/account/numbers')).toEqual({status: 401, body: refused});
    expect((await ask('/account/numbers?size=101')).status).toBe(420);
  });

  it('takes the voice capability of an application away, gives it back, and turns signing off', async () => {
    run = await start(() => ({}), {signatureSecret: 's'.repeat(32), region: 'na-east'});
    const {id} = await anApplication();
    const path = `/v2/applications/${id}`;
    const {body: before} = await ask(path);
    expect(before.capabilities.voice).toMatchObject({signed_callbacks: true, region: 'na-east'});
    const put = (capabilities: Body) => run.call('PUT', path, {...before, capabilities}, headers);
    expect((await put({})).body.capabilities).toEqual({});
    const voice = {...before.capabilities.voice, signed_callbacks: false};
    expect((await put({voice})).body.capabilities.voice).toMatchObject({signed_callbacks: false, region: 'na-east'});
    await run.vonage.place('talk');
    expect(run.server.got.filter(({headers: sent}) => sent.authorization !== undefined)).toEqual([]);
  });

  it('says the time of its own clock', async () => {
    run = await start(() => ({}), {faults: {clockSkewMs: 3_600_000}});
    const {headers: said} = await fetch(`${run.vonage.apiUrl}/v2/applications/x`);
    expect(Date.parse(said.get('date') ?? '') - Date.now()).toBeGreaterThan(3_500_000);
  });
});

describe('RTC webhooks', () => {
  it('push the same events with the same ids, and what the API never shows: the end', async () => {
    await during('never', async () => undefined, {paths: {rtc: '/rtc'}});
    const pushed = run.server.got.filter(({path}) => path === '/rtc').map(({fields}) => fields as Body);
    expect(pushed.filter(({id}) => id !== undefined && id <= 8).map(({id, type}) => [id, type])).toEqual([
      [1, 'member:joined'],
      [2, 'sip:ringing'],
      [3, 'sip:answered'],
      [4, 'member:joined'],
      [5, 'member:media'],
      [6, 'sip:answered'],
      [7, 'member:joined'],
      [8, 'member:media'],
    ]);
    const types = pushed.map(({type}) => type);
    expect(types[1]).toBe('leg:status:update');
    expect(types.at(-1)).toBe('conversation:deleted');
    expect(types.filter(type => type === 'member:left')).toHaveLength(2);
    const last = pushed.filter(({type}) => type === 'leg:status:update').at(-1);
    expect(last?.body.statusHistory.map(({status}: Body) => status)).toEqual([
      'started',
      'ringing',
      'answered',
      'completed',
    ]);
  });
});
