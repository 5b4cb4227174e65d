import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {start} from './start.js';

let run: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  run = await start(() => ({}), {limits: {creations: 1e6, requests: 1e6}});
});
afterAll(() => run.close());

const to = [{type: 'phone', number: '447700900001'}];
const from = {type: 'phone', number: '447700900002'};
const ncco = [{action: 'talk', text: 'Hello.'}];
const good = {to, from, ncco};
const answer_url = ['https://example.com/answer'];

const type = 'Invalid type parameter provided';
const digits = 'can contain up to 15 digits prefixed with +';
const jackson =
  'when trying to resolve subtype of [simple type, class com.nexmo.vapi.ncco.core.action.endpoint.Endpoint]';

describe('creating a call', () => {
  it.each([
    ['a URL that is not in an array', {to, answer_url: 'https://example.com/answer'}, 'answer_url', type],
    ['an event URL that is not in an array', {...good, event_url: 'https://example.com/event'}, 'event_url', type],
    ['an endpoint that is not in an array', {...good, to: to[0]}, 'to', type],
    ['a number in place of an endpoint', {...good, to: ['447700900001']}, 'to', `Missing type id ${jackson}`],
    ['a number in place of a caller', {...good, from: '447700900002'}, 'from', `Missing type id ${jackson}`],
    ['an endpoint of no type', {...good, to: [{number: '447700900001'}]}, 'to', `Missing type id ${jackson}`],
    ['an endpoint of a type that is none', {...good, to: [{type: 'fax'}]}, 'to', "Could not resolve type id 'fax'"],
    ['a number as a number', {...good, to: [{type: 'phone', number: 447700900001}]}, 'number', type],
    ['a caller’s number as a number', {...good, from: {type: 'phone', number: 447700900002}}, 'number', type],
    ['a number that is too short', {...good, to: [{type: 'phone', number: '123456'}]}, 'number', digits],
    ['a number that is too long', {...good, to: [{type: 'phone', number: '1234567890123456'}]}, 'number', digits],
    ['a number with blanks', {...good, to: [{type: 'phone', number: '44 7700 900001'}]}, 'number', digits],
    ['a caller who is a name', {...good, from: {type: 'phone', number: 'Vonage'}}, 'number', digits],
    ['a phone without a number', {...good, to: [{type: 'phone'}]}, 'number', 'Is required.'],
    ['an app without a user', {...good, to: [{type: 'app'}]}, 'user', 'Is required.'],
    ['nobody to call', {from, ncco}, 'to', 'Is required.'],
    ['an empty list to call', {...good, to: []}, 'to', 'must hold at least 1'],
    ['two to call', {...good, to: [...to, ...to]}, 'to', 'must hold at most 1'],
    ['nothing to do', {to, from}, 'answer_url', 'Is required'],
    ['both ways to know what to do', {...good, answer_url}, 'answer_url', 'mutually exclusive'],
    ['a caller and any caller', {...good, random_from_number: true}, 'random_from_number', 'mutually exclusive'],
    ['an NCCO that is one action', {to, from, ncco: ncco[0]}, 'ncco', type],
    ['an NCCO that is none', {to, from, ncco: [{action: 'hangup'}]}, 'ncco', 'Syntax error in NCCO'],
    ['a method that is none', {...good, event_method: 'PUT'}, 'event_method', 'accepted values are GET and POST'],
    ['a method in small letters', {to, from, answer_url, answer_method: 'get'}, 'answer_method', 'accepted values are'],
    ['a call of no length', {...good, length_timer: 0}, 'length_timer', 'must be greater than or equal to 1'],
    ['a call of two days', {...good, length_timer: 172_800}, 'length_timer', 'must be less than or equal to 86400'],
    ['ringing for too long', {...good, ringing_timer: 121}, 'ringing_timer', 'must be less than or equal to 120'],
    ['a timer as a text', {...good, ringing_timer: '60'}, 'ringing_timer', type],
    ['half a second', {...good, ringing_timer: 0.5}, 'ringing_timer', type],
    ['a detection that is none', {...good, machine_detection: 'stop'}, 'machine_detection', 'continue and hangup'],
    ['a beep that is too early', {...good, advanced_machine_detection: {beep_timeout: 29}}, 'beep_timeout', '30'],
    ['a mode that is none', {...good, advanced_machine_detection: {mode: 'beep'}}, 'mode', 'accepted values are'],
    ['an address that is none', {to, from, answer_url: ['/answer']}, 'answer_url', 'must be a valid uri'],
    ['a list', [good], 'body', type],
  ])('is refused in Vonage’s words: %s', async (_, body, name, reason) => {
    const {status, body: error} = await run.call('POST', '/v1/calls', body);
    expect([status, error.type, error.title]).toEqual([400, 400, 'Bad Request']);
    expect(error.invalid_parameters).toContainEqual({name, reason: expect.stringContaining(reason)});
  });

  it.each([
    ['a plus before the number', {...good, to: [{type: 'phone', number: '+447700900001'}]}],
    ['no caller', {to, ncco}],
    ['any caller', {to, ncco, random_from_number: true}],
    ['a caller of SIP', {...good, from: {type: 'phone', number: 'sip:alice@example.com'}}],
    ['the longest timers', {...good, length_timer: 86_400, ringing_timer: 120}],
    ['an app, as the SDKs write it', {...good, to: [{type: 'app', user: 'alice'}]}],
    [
      'a SIP address of more than 50 characters',
      {...good, to: [{type: 'sip', uri: `sip:${'a'.repeat(60)}@example.com`}]},
    ],
  ])('is allowed: %s', async (_, body) => {
    expect((await run.call('POST', '/v1/calls', body)).status).toBe(201);
  });

  it('of version 2 is accepted and says no more; v1 manages the call', async () => {
    expect(await run.call('POST', '/v2/calls', good)).toEqual({status: 202, body: {}});
    expect((await run.call('POST', '/v2/calls', {...good, length_timer: 7201})).status).toBe(400);
    expect((await run.get('/v2/calls')).status).toBe(405);
  });
});

describe('a body', () => {
  it.each([
    ['a form', 'to=447700900001', 'application/x-www-form-urlencoded', 415, 'content-type-header'],
    ['JSON that calls itself text', JSON.stringify(good), 'text/plain', 415, 'content-type-header'],
    ['XML', '<call/>', 'application/xml', 415, 'content-type-header'],
    ['JSON that is broken', '{"to": [', 'application/json', 400, 'invalid-json'],
    ['an apostrophe for a quote', "{'to': []}", 'application/json; charset=utf-8', 400, 'invalid-json'],
  ])('is not taken by the Voice API: %s', async (_, text, contentType, status, code) => {
    const {status: answered, body} = await run.call('POST', '/v1/calls', text, {'content-type': contentType});
    expect([answered, body.type]).toEqual([status, `https://developer.nexmo.com/api-errors#${code}`]);
    expect(body).toMatchObject({title: expect.any(String), detail: expect.any(String), instance: expect.any(String)});
  });

  it.each([
    ['/v1/conversations', 'name=a', 'application/x-www-form-urlencoded', 415],
    ['/v1/users', 'name=a', 'application/x-www-form-urlencoded', 406],
    ['/v1/conversations', '{', 'application/json', 400],
  ])('is not taken by the Conversation API: %s %s', async (path, text, contentType, status) => {
    const {status: answered, body} = await run.call('POST', path, text, {'content-type': contentType});
    expect([answered, body.type]).toEqual([
      status,
      'https://developer.nexmo.com/api/conversation#http:error:validation-fail',
    ]);
  });

  it('needs no type when there is none', async () => {
    const headers = {'content-type': 'application/x-www-form-urlencoded'};
    expect((await run.call('GET', '/v1/calls', undefined, headers)).status).toBe(200);
  });
});

describe('a list of calls', () => {
  it.each([
    ['page_size=0', 'must be greater than or equal to 1'],
    ['page_size=101', 'must be less than or equal to 100'],
    ['page_size=ten', type],
    ['record_index=-1', 'must be greater than or equal to 0'],
    ['record_index=1.5', type],
    ['order=up', 'accepted values are asc and desc'],
    ['status=ended', 'accepted values are'],
    ['status=human', 'accepted values are'],
    ['date_start=yesterday', 'must be a valid ISO 8601 date'],
    ['date_end=2026-13-01', 'must be a valid ISO 8601 date'],
  ])('is refused for %s', async (query, reason) => {
    const {status, body} = await run.get(`/v1/calls?${query}`);
    expect([status, body.type]).toEqual([400, 400]);
    const name = query.split('=')[0];
    expect(body.invalid_parameters).toEqual([{name, reason: expect.stringContaining(reason)}]);
  });

  it.each([
    'order=DESC',
    'status=completed',
    'date_start=2026-01-01',
    'date_start=2026-01-01T00:00:00Z&date_end=2026-01-02T00:00:00.000+01:00',
    'date_start=2016-11-14%2007:45:14',
  ])('is given for %s', async query => {
    expect((await run.get(`/v1/calls?${query}`)).status).toBe(200);
  });
});

describe('the Conversation API', () => {
  it.each([
    ['GET', '/conversations?page_size=x', undefined, 'page_size', '"page_size" must be a number'],
    ['GET', '/conversations?page_size=101', undefined, 'page_size', '"page_size" must be less than or equal to 100'],
    ['GET', '/conversations?order=up', undefined, 'order', '"order" must be one of [asc, desc]'],
    ['GET', '/conversations?date_start=x', undefined, 'date_start', '"date_start" must be a valid ISO 8601 date'],
    ['GET', '/users?page_size=0', undefined, 'page_size', '"page_size" must be greater than or equal to 1'],
    ['POST', '/conversations', {name: 7}, 'name', '"name" must be a string'],
    ['POST', '/conversations', {name: ''}, 'name', '"name" is not allowed to be empty'],
    [
      'POST',
      '/conversations',
      {name: 'x'.repeat(101)},
      'name',
      '"name" length must be less than or equal to 100 characters long',
    ],
    ['POST', '/conversations', {properties: {ttl: 'x'}}, 'properties.ttl', '"properties.ttl" must be a number'],
    ['POST', '/conversations/ID/members', {user: {name: 'x'}}, 'state', '"state" is required'],
    [
      'POST',
      '/conversations/ID/members',
      {state: 'left', user: {}},
      'state',
      '"state" must be one of [invited, joined]',
    ],
    ['POST', '/conversations/ID/members', {state: 'joined'}, 'user', '"user" is required'],
    ['PUT', '/conversations/ID/record', {}, 'action', '"action" is required'],
    ['PUT', '/conversations/ID/record', {action: 'start', format: 'flac'}, 'format', '"format" must be one of'],
    ['PUT', '/conversations/ID/record', {action: 'start', timeout: 9000}, 'timeout', '"timeout" must be less than'],
  ])('refuses %s %s %j in its words', async (method, path, body, name, reason) => {
    const {body: made} = await run.call('POST', '/v1/conversations', {});
    const refused = await run.call(method, `/v1${path.replace('ID', made.id)}`, body);
    expect(refused).toMatchObject({status: 400, body: {title: 'Bad request.', detail: 'Input validation failure.'}});
    expect(refused.body.invalid_parameters).toContainEqual({name, reason: expect.stringContaining(reason)});
  });
});
