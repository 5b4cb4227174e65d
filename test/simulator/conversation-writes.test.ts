import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {start} from './start.js';

let run: Awaited<ReturnType<typeof start>>;
const rtc = () => run.server.got.filter(({path}) => path === '/rtc').map(({fields}) => fields);

beforeEach(async () => {
  run = await start(() => ({}), {paths: {rtc: '/rtc'}});
});
afterEach(() => run.close());

/** Makes a conversation, and in it a member of a user of that name. */
async function create(name = 'support', user?: string) {
  const {body: conversation} = await run.call('POST', '/v1/conversations', {name});
  const path = `/v1/conversations/${conversation.id}`;
  if (user === undefined) return {path, conversation};
  await run.call('POST', '/v1/users', {name: user});
  const {body: member} = await run.call('POST', `${path}/members`, {
    state: 'joined',
    user: {name: user},
    channel: {type: 'app'},
  });
  return {path, conversation, member};
}

describe('a conversation made through the API', () => {
  it('is there until it is deleted, and a webhook tells of both', async () => {
    const {path, conversation} = await create();
    expect(conversation).toMatchObject({name: 'support', state: 'ACTIVE', sequence_number: 0});
    expect((await run.get(path)).body).toEqual(conversation);
    expect((await run.call('DELETE', path)).status).toBe(204);
    expect((await run.get(path)).status).toBe(404);
    await expect.poll(() => rtc().map(({type}) => type)).toEqual(['conversation:created', 'conversation:deleted']);
  });

  it('shares its name with no other', async () => {
    const {path, conversation} = await create();
    const again = await run.call('POST', '/v0.3/conversations', {name: 'support'});
    expect(again).toMatchObject({status: 409, body: {code: 'conversation:error:duplicate-name'}});
    expect((await run.call('PUT', path, {name: 'support', display_name: 'Support'})).body).toMatchObject({
      id: conversation.id,
      display_name: 'Support',
    });
    await create('other');
    expect((await run.call('PUT', path, {name: 'other'})).status).toBe(409);
  });

  it('keeps what a change does not name', async () => {
    const about = {display_name: 'Support', image_url: 'https://example.com/a.png', properties: {ttl: 60, queue: 'a'}};
    const {body: made} = await run.call('POST', '/v1/conversations', {name: 'support', ...about});
    const path = `/v1/conversations/${made.id}`;
    expect((await run.call('PUT', path, {display_name: 'Help'})).body).toEqual({...made, display_name: 'Help'});
    const {body} = await run.call('PUT', path, {properties: {ttl: 90}});
    expect(body).toMatchObject({name: 'support', display_name: 'Help', properties: {ttl: 90, queue: 'a'}});
  });

  it('is the one that an NCCO of that name leads to', async () => {
    await run.close();
    run = await start(({path}) => (path === '/answer' ? {body: [{action: 'conversation', name: 'support'}]} : {}));
    const {conversation, path} = await create();
    await run.vonage.place('transfer');
    expect(run.server.events()).toContainEqual(
      expect.objectContaining({type: 'transfer', conversation_uuid_to: conversation.id}),
    );
    expect((await run.get(path)).status).toBe(200);
  });

  it.each([{name: ''}, {name: 7}, {properties: {ttl: -1}}, []])('is refused with 400: %j', async body => {
    const {status, body: error} = await run.call('POST', '/v1/conversations', body);
    expect([status, error.title]).toEqual([400, 'Bad request.']);
  });
});

describe('members', () => {
  it('join, are listed and shown, and leave', async () => {
    const {path, member} = await create('support', 'alice');
    expect(member).toMatchObject({state: 'JOINED', channel: {type: 'app'}, _embedded: {user: {name: 'alice'}}});
    expect((await run.get(`${path}/members/${member.id}`)).body).toEqual(member);
    const reason = {code: '17', text: 'app:user:hangup'};
    const left = await run.call('PATCH', `${path}/members/${member.id}`, {state: 'left', reason});
    expect(left.body).toMatchObject({state: 'LEFT', timestamp: {left: expect.any(String)}});
    const {body} = await run.get(`${path}/events`);
    expect(body._embedded.events.map(({type}: {type: string}) => type)).toEqual(['member:joined', 'member:left']);
    expect(body._embedded.events[1].body.reason).toEqual(reason);
  });

  it('are invited before they join', async () => {
    const {path} = await create();
    await run.call('POST', '/v1/users', {name: 'bob'});
    const {body: member} = await run.call('POST', `${path}/members`, {state: 'invited', user: {name: 'bob'}});
    expect(member).toMatchObject({state: 'INVITED', initiator: {invited: {is_system: true}}});
    const joined = await run.call('PATCH', `${path}/members/${member.id}`, {state: 'joined'});
    expect(joined.body.state).toBe('JOINED');
    expect(rtc().map(({type}) => type)).toContain('member:invited');
  });

  it.each([
    ['a state that is none', {state: 'left', user: {name: 'alice'}}, 400, 'http:error:validation-fail'],
    ['a user that is not there', {state: 'joined', user: {name: 'nobody'}}, 404, 'user:error:not-found'],
    [
      'a user that is in already',
      {state: 'joined', user: {name: 'alice'}},
      400,
      'conversation:error:member-already-joined',
    ],
  ])('are refused: %s', async (_, body, status, code) => {
    const {path} = await create('support', 'alice');
    const refused = await run.call('POST', `${path.replace('v1', 'v0.3')}/members`, body);
    expect(refused).toMatchObject({status, body: {code}});
  });

  it('that have left cannot do anything', async () => {
    const {path, member} = await create('support', 'alice');
    await run.call('PATCH', `${path}/members/${member.id}`, {state: 'left'});
    expect((await run.call('PATCH', `${path}/members/${member.id}`, {state: 'joined'})).status).toBe(400);
    expect((await run.call('PATCH', `${path}/members/MEM-none`, {state: 'joined'})).status).toBe(404);
  });

  it('of a call are hung up when they are sent away', async () => {
    await run.close();
    let sent = 0;
    run = await start(async ({path, fields}) => {
      if (path === '/answer') return {body: [{action: 'connect', endpoint: [{type: 'phone', number: '447700000003'}]}]};
      if (fields.status !== 'answered' || fields.direction !== 'inbound') return {};
      const base = `/v1/conversations/${fields.conversation_uuid}/members`;
      const [, bob] = (await run.get(base)).body._embedded.members;
      sent = (await run.call('PATCH', `${base}/${bob.id}`, {state: 'left'})).status;
      return {};
    });
    await run.vonage.place('answered');
    expect(sent).toBe(200);
    expect(run.server.statuses().slice(-2)).toEqual(['inbound completed', 'outbound completed']);
    expect(run.server.events().at(-1)).toMatchObject({duration: '1'});
  });
});

describe('events', () => {
  it('are added, shown, pushed and deleted, of which a husk remains', async () => {
    const {path, member} = await create('support', 'alice');
    const event = {type: 'custom:order', from: member.id, body: {order: '4711'}};
    const added = await run.call('POST', `${path}/events`, event);
    expect(added).toMatchObject({status: 201, body: {...event, id: 2, _embedded: {from_user: {name: 'alice'}}}});
    await expect.poll(() => rtc().map(({type}) => type)).toContain('custom:order');
    expect((await run.call('DELETE', `${path}/events/2`)).status).toBe(204);
    expect((await run.get(`${path}/events/2`)).body.body).toEqual({timestamp: {deleted: expect.any(String)}});
    const ids = async (query: string) => {
      const {body} = await run.get(`${path}/events?${query}`);
      return body._embedded.events.map(({id}: {id: number}) => id);
    };
    expect(await ids('')).toEqual([1, 2, 3]);
    expect(await ids('exclude_deleted_events=true')).toEqual([1, 3]);
    expect((await run.get(path)).body.sequence_number).toBe(3);
  });

  it('do what they say: a member is muted', async () => {
    const {path, member} = await create('support', 'alice');
    await run.call('POST', `${path}/events`, {type: 'audio:mute:on', to: member.id});
    expect((await run.get(`${path}/members/${member.id}`)).body.media.audio_settings.muted).toBe(true);
  });

  it.each([
    [{type: 'no type'}, 400],
    [{}, 400],
    [{type: 'custom:a', from: 'MEM-none'}, 404],
  ])('are refused: %j', async (event, status) => {
    const {path} = await create();
    expect((await run.call('POST', `${path}/events`, event)).status).toBe(status);
    expect((await run.call('DELETE', `${path}/events/99`)).status).toBe(404);
  });

  it('tell what an NCCO speaks and plays, and when it was heard', async () => {
    await run.close();
    const ncco = [
      {action: 'talk', text: 'Hello there.'},
      {action: 'stream', streamUrl: ['https://example.com/a.mp3']},
      {action: 'conversation', name: 'support'},
    ];
    run = await start(({path}) => (path === '/answer' ? {body: ncco} : {}), {paths: {rtc: '/rtc'}});
    await run.vonage.place('transfer');
    const audio = rtc().filter(({type}) => /audio:(say|play)/.test(String(type)));
    expect(audio.map(({type}) => type)).toEqual(['audio:say', 'audio:say:done', 'audio:play', 'audio:play:done']);
    expect(audio[0]?.body).toMatchObject({text: 'Hello there.', loop: 1, language: 'en-US'});
    expect(audio[1]?.body).toEqual({say_id: expect.any(String)});
    expect(audio[0]?.body).toMatchObject(audio[1]?.body as object);
    expect(audio[2]?.body).toMatchObject({stream_url: ['https://example.com/a.mp3']});
  });
});

describe('users', () => {
  it('are made, listed, shown and deleted, and share their name with no other', async () => {
    const {status, body: user} = await run.call('POST', '/v1/users', {name: 'alice', display_name: 'Alice'});
    expect([status, user]).toEqual([201, expect.objectContaining({name: 'alice', display_name: 'Alice'})]);
    expect((await run.call('POST', '/v1/users', {name: 'alice'})).status).toBe(409);
    expect((await run.get('/v1/users')).body._embedded.users).toEqual([user]);
    expect((await run.get(`/v1/users/${user.id}`)).body).toEqual(user);
    expect((await run.call('DELETE', `/v1/users/${user.id}`)).status).toBe(204);
    expect((await run.get(`/v1/users/${user.id}`)).status).toBe(404);
  });

  it.each(['PATCH', 'PUT'])('are changed by %s, and keep what it does not name', async method => {
    const {body: user} = await run.call('POST', '/v1/users', {name: 'alice', image_url: 'https://example.com/a.png'});
    const changed = await run.call(method, `/v1/users/${user.id}`, {display_name: 'Alice'});
    expect(changed).toEqual({status: 200, body: {...user, display_name: 'Alice'}});
    expect((await run.get('/v1/users/alice')).body).toEqual(changed.body);
  });

  it('are in conversations', async () => {
    const {conversation, member} = await create('support', 'alice');
    const {id} = member._embedded.user;
    const {body} = await run.get(`/v1/users/${id}/conversations`);
    expect(body._embedded.conversations).toMatchObject([
      {id: conversation.id, _embedded: {id: member.id, state: 'JOINED'}},
    ]);
  });

  it('of Client SDK calls are the same in every call', async () => {
    await run.vonage.place('app-to-app');
    await run.vonage.place('app-to-app');
    const {body} = await run.get('/v1/users');
    expect(body._embedded.users.map(({name}: {name: string}) => name)).toEqual(['Bob']);
  });
});

describe('a recording that the API starts', () => {
  /** Does something when both are connected; the caller hangs up 20 s after the beginning. */
  async function during(act: (path: string) => Promise<unknown>) {
    await run.close();
    run = await start(async ({path, fields}) => {
      if (path === '/answer') return {body: [{action: 'connect', endpoint: [{type: 'phone', number: '447700000003'}]}]};
      if (fields.status === 'answered' && fields.direction === 'inbound') {
        await act(`/v1/conversations/${fields.conversation_uuid}/record`);
      }
      return {};
    });
    await run.vonage.place('answered', {caller: {hangUpAfterMs: 20_000}});
    return run.server.got.filter(({fields}) => fields.recording_url).map(({path, fields}) => [path, fields.size]);
  }

  it('goes on until the call ends, and tells the event URL', async () => {
    const recorded = await during(async path => {
      expect(await run.call('PUT', path, {action: 'start'})).toEqual({status: 204, body: undefined});
      await run.call('PUT', path, {action: 'start'});
    });
    expect(recorded).toEqual([['/event', expect.any(Number)]]);
  });

  it('ends after its longest time, and tells whom it was told to tell, of the text as well', async () => {
    const recorded = await during(path => {
      const event_url = [`${run.server.url}/recordings`];
      return run.call('PUT', path, {action: 'start', timeout: 2, event_url, format: 'wav', transcription: {}});
    });
    expect(recorded).toEqual([['/recordings', 2 * 7775]]);
    expect(run.server.got.some(({path, fields}) => path === '/recordings' && fields.transcription_url)).toBe(true);
  });

  it('is stopped by the API; where nobody is on the line, nothing is recorded', async () => {
    const recorded = await during(async path => {
      for (const action of ['start', 'stop', 'stop']) await run.call('PUT', path, {action});
    });
    expect(recorded).toHaveLength(1);
    const {path} = await create('empty');
    expect((await run.call('PUT', `${path}/record`, {action: 'start'})).status).toBe(204);
    expect((await run.call('PUT', '/v1/conversations/CON-none/record', {action: 'start'})).status).toBe(404);
  });
});

describe('a call that has only just been created', () => {
  it('cannot be hung up', async () => {
    await run.close();
    run = await start(() => ({}), {speed: 'step'});
    const to = [{type: 'phone', number: '447700900001'}];
    const {body} = await run.call('POST', '/v1/calls', {to, ncco: [{action: 'wait', timeout: 60}]});
    const hangUp = () => run.call('PUT', `/v1/calls/${body.uuid}`, {action: 'hangup'});
    expect(await hangUp()).toMatchObject({status: 400, body: {type: 'BAD_REQUEST', error_title: 'Bad Request'}});
    await run.vonage.advance(2000);
    expect((await hangUp()).status).toBe(204);
  });
});
