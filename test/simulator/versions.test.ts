import {afterEach, beforeEach, describe, expect, it} from 'vitest';
import {readConversation, readEvents, readLegs, readMembers} from '../../source/vonage/api.js';
import {start} from './start.js';

// The older versions of the Conversation API, in the shapes that their OpenAPI documents and captures have.

let run: Awaited<ReturnType<typeof start>>;
let id: string;
let member: string;

beforeEach(async () => {
  run = await start(() => ({}));
  await run.call('POST', '/v1/users', {name: 'alice', display_name: 'Alice'});
  id = (await run.call('POST', '/v1/conversations', {name: 'support', display_name: 'Support'})).body.id;
  const invitation = {state: 'joined', user: {name: 'alice'}, channel: {type: 'app'}};
  member = (await run.call('POST', `/v1/conversations/${id}/members`, invitation)).body.id;
});
afterEach(() => run.close());

const text = expect.any(String);

describe.each(['v0.1', 'beta'])('%s', version => {
  const at = (path: string) => `/${version}${path.replace('ID', id)}`;
  const href = (path: string) => expect.stringContaining(at(path));

  it('counts conversations, which have a uuid', async () => {
    const {body} = await run.get(at('/conversations'));
    expect(body).toEqual({
      count: 1,
      page_size: 10,
      record_index: 0,
      _links: {self: {href: href('/conversations')}},
      _embedded: {conversations: [{uuid: id, name: 'support', _links: {self: {href: href('/conversations/ID')}}}]},
    });
    expect((await run.get(at('/conversations?page_size=1&record_index=1'))).body._embedded.conversations).toEqual([]);
  });

  it('shows a conversation with its members', async () => {
    const {body} = await run.get(at('/conversations/ID'));
    expect(body).toMatchObject({uuid: id, name: 'support', members: [{member_id: member, name: 'alice'}]});
    expect(body).not.toHaveProperty('id');
  });

  it('lists members, events and users as bare arrays', async () => {
    expect((await run.get(at('/conversations/ID/members'))).body).toEqual([
      {user_id: expect.stringMatching(/^USR-/), name: 'alice', user_name: 'alice', state: 'JOINED'},
    ]);
    const {body: events} = await run.get(at('/conversations/ID/events'));
    expect(events).toMatchObject([{id: 1, type: 'member:joined', href: href('/conversations/ID/events/1'), state: ''}]);
    expect((await run.get(at('/users'))).body).toEqual([{id: text, name: 'alice', href: text}]);
    const {body: seats} = await run.get(at('/users/alice/conversations'));
    expect(seats).toMatchObject([{id, name: 'support', state: 'JOINED', member_id: member, href: text}]);
    const {body: event} = await run.get(at('/conversations/ID/events/1'));
    expect(event).toMatchObject({conversation_id: id, application_id: text});
  });

  it('says of what was written where it is', async () => {
    const made = await run.call('POST', at('/conversations'), {name: 'sales'});
    expect(made).toEqual({status: 200, body: {id: expect.stringMatching(/^CON-/), href: text}});
    const changed = await run.call('PUT', at('/conversations/ID'), {display_name: 'Help'});
    expect(changed).toEqual({status: 200, body: {id, href: href('/conversations/ID')}});
    const bob = await run.call('POST', at('/users'), {name: 'bob'});
    expect(bob).toEqual({status: 200, body: {id: expect.stringMatching(/^USR-/), href: text}});
    const invited = await run.call('POST', at('/conversations/ID/members'), {
      action: 'invite',
      user_id: bob.body.id,
      channel: {type: 'app'},
    });
    expect(invited).toMatchObject({status: 201, body: {user_id: bob.body.id, state: 'INVITED', href: text}});
    const path = at(`/conversations/ID/members/${invited.body.id}`);
    const joined = await run.call('PUT', path, {action: 'join', channel: {type: 'app'}});
    expect(joined).toEqual({status: 200, body: {id: invited.body.id, href: text}});
    expect((await run.get(path)).body).toMatchObject({id: invited.body.id, user_id: bob.body.id, state: 'JOINED'});
    expect(await run.call('DELETE', path)).toEqual({status: 200, body: {}});
    const event = await run.call('POST', at('/conversations/ID/events'), {type: 'custom:order', from: member});
    expect(event).toEqual({status: 201, body: {id: expect.any(Number), timestamp: text, href: text}});
    expect(await run.call('DELETE', at('/conversations/ID'))).toEqual({status: 200, body: {}});
  });

  it('words errors as {code, description}', async () => {
    expect(await run.get(at('/conversations/CON-none'))).toEqual({
      status: 404,
      body: {
        code: 'conversation:error:not-found',
        description: 'Conversation does not exist, or you do not have access.',
      },
    });
  });
});

it.each(['v0.2', 'beta2'])('%s has pages with a cursor of their own, and data in between', async version => {
  const get = async (path: string) => (await run.get(`/${version}${path}`)).body;
  expect(await get('/conversations')).toMatchObject({
    page_size: 10,
    cursor: text,
    _embedded: {data: {conversations: [{id, name: 'support', display_name: 'Support', timestamp: {created: text}}]}},
    _links: {self: {href: expect.stringContaining(`/${version}/conversations?`)}},
  });
  expect((await get(`/conversations/${id}/members`))._embedded.data.members).toMatchObject([
    {id: member, user_id: text, name: 'alice', display_name: 'Alice', state: 'JOINED', _links: {self: {href: text}}},
  ]);
  expect((await get(`/conversations/${id}/events`))._embedded.data.events).toMatchObject([
    {id: 1, conversation_id: id, from: member, _links: {self: {href: text}}},
  ]);
  expect((await get('/users'))._embedded.data.users).toMatchObject([{name: 'alice', _links: {self: {href: text}}}]);
});

it.each(['v0.1', 'v0.2', 'v0.3', 'v1'])('the monitor reads what %s answers', async version => {
  const get = async (path: string) => (await run.get(`/${version}${path}`)).body;
  const placed = await run.vonage.place('talk');
  expect(readConversation(await get(`/conversations/${id}`))).toMatchObject({id, name: 'support'});
  // v0.1 lists members without their ids.
  if (version !== 'v0.1')
    expect(readMembers(await get(`/conversations/${id}/members`)).items).toMatchObject([{id: member}]);
  expect(readEvents(await get(`/conversations/${id}/events`)).items).toMatchObject([{id: 1, type: 'member:joined'}]);
  if (version !== 'v1') expect(readLegs(await get('/legs')).items).toMatchObject([{id: placed.uuid}]);
});
