import {describe, expect, it} from 'vitest';
import {start} from './start.js';

const bob = [{type: 'phone', number: '447700000003'}];
const ncco = [{action: 'talk', text: 'Hello.', loop: 0}];

/** Every action on a leg: its method, the end of its path, and its body. */
const actions: [name: string, method: string, path: string, body?: unknown][] = [
  ...['mute', 'unmute', 'earmuff', 'unearmuff'].map((action): [string, string, string, unknown] => [
    action,
    'PUT',
    '',
    {action},
  ]),
  ['transfer to an NCCO', 'PUT', '', {action: 'transfer', destination: {type: 'ncco', ncco}}],
  ['transfer to a URL', 'PUT', '', {action: 'transfer', destination: {type: 'ncco', url: ['{answer}']}}],
  ['talk', 'PUT', '/talk', {text: 'Hello.'}],
  ['stop talking', 'DELETE', '/talk'],
  ['stream', 'PUT', '/stream', {stream_url: ['https://example.com/a.mp3']}],
  ['stop streaming', 'DELETE', '/stream'],
  ['send keys', 'PUT', '/dtmf', {digits: '123'}],
  ['hear of keys', 'PUT', '/input/dtmf', {event_url: ['https://example.com/keys']}],
  ['stop hearing of keys', 'DELETE', '/input/dtmf'],
];

const notUp = {type: 'BAD_REQUEST', error_title: 'Bad Request'};

/** Does everything that can be done to a leg, and tells what each was answered. */
async function everything(run: Awaited<ReturnType<typeof start>>, uuid: unknown, wanted = actions) {
  const answers: [string, number, unknown][] = [];
  for (const [name, method, path, body] of wanted) {
    const given = body && JSON.parse(JSON.stringify(body).replace('{answer}', `${run.server.url}/answer`));
    const reply = await run.call(method, `/v1/calls/${uuid}${path}`, given);
    answers.push([name, reply.status, reply.body]);
  }
  return answers;
}

const options = {limits: {creations: 100, requests: 1000}};
const refused = (body: unknown) => actions.map(([name]) => [name, 400, body]);

describe('a leg that nobody has answered', () => {
  it.each(['started', 'ringing'])('refuses everything but a hangup: an outbound one that is %s', async status => {
    let answers: unknown;
    const run = await start(async ({path, fields}) => {
      if (fields.direction === 'outbound' && fields.status === status) answers = await everything(run, fields.uuid);
      return path === '/answer' ? {body: [{action: 'connect', endpoint: bob}]} : {};
    }, options);
    const outcome = await run.vonage.place('answered');
    await run.close();
    expect(answers).toEqual(refused(notUp));
    expect(outcome.legs[1]?.statuses.map(({status}) => status)).toEqual([
      'started',
      'ringing',
      'answered',
      'completed',
    ]);
  });

  it('refuses everything but a hangup: an inbound one while its NCCO is asked for', async () => {
    let answers: unknown;
    const run = await start(async ({path, fields}) => {
      if (path !== '/answer' || answers) return {};
      answers = await everything(run, fields.uuid);
      return {body: ncco};
    }, options);
    await run.vonage.place('talk');
    await run.close();
    expect(answers).toEqual(refused(notUp));
  });

  it('can be hung up, and is never answered', async () => {
    const run = await start(async ({path, fields}) => {
      if (fields.direction === 'outbound' && fields.status === 'ringing') {
        await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'hangup'});
      }
      return path === '/answer' ? {body: [{action: 'connect', endpoint: bob}]} : {};
    });
    await run.vonage.place('answered');
    await run.close();
    expect(run.server.statuses()).not.toContain('outbound answered');
  });
});

describe('a leg that has ended', () => {
  const ends = [...actions, ['hang up', 'PUT', '', {action: 'hangup'}] as (typeof actions)[number]];
  const gone = ends.map(([name]) => [name, 404]);

  it.each([
    ['by itself', 'completed', {}],
    [
      'because the callee was busy, of which `completed` is still to be told',
      'busy',
      {callees: [{outcome: 'busy' as const}]},
    ],
    ['because the callee declined', 'rejected', {callees: [{outcome: 'rejected' as const}]}],
  ])('is not found for any change: %s', async (_, status, changes) => {
    let answers: [string, number, unknown][] = [];
    const run = await start(async ({path, fields}) => {
      const {uuid} = fields;
      if (fields.direction === 'outbound' && fields.status === status) answers = await everything(run, uuid, ends);
      return path === '/answer' ? {body: [{action: 'connect', eventType: 'synchronous', endpoint: bob}]} : {};
    }, options);
    await run.vonage.place('answered', changes);
    await run.close();
    expect(answers.map(([name, code]) => [name, code])).toEqual(gone);
    expect(answers[0]?.[2]).toMatchObject({title: 'Not Found'});
  });

  it('is not found for a transfer either, when it ended while the NCCO was fetched', async () => {
    let status: number | undefined;
    const run = await start(async ({path, fields}) => {
      if (path === '/event' && fields.status === 'answered') {
        const destination = {type: 'ncco', url: [`${run.server.url}/other`]};
        ({status} = await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'transfer', destination}));
      }
      if (path === '/other') await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'hangup'});
      return path === '/event' ? {} : {body: ncco};
    });
    await run.vonage.place('talk');
    await run.close();
    expect(status).toBe(404);
    expect(run.server.events().some(({type}) => type === 'transfer')).toBe(false);
  });
});

describe('a leg that is up', () => {
  it('takes a transfer in the place of what its last event is answered with', async () => {
    const run = await start(async ({path, fields}) => {
      if (fields.dtmf) {
        const destination = {type: 'ncco', ncco: [{action: 'wait', timeout: 60}]};
        await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'transfer', destination});
      }
      return path === '/answer' ? {body: [{action: 'input', type: ['dtmf']}]} : {};
    });
    await run.vonage.place('talk', {digits: ['1234']});
    await run.close();
    expect(run.server.events().some(({type}) => type === 'transfer')).toBe(true);
    expect(Number(run.server.events().at(-1)?.duration)).toBeGreaterThanOrEqual(60);
  });

  it('goes on with the later of two transfers', async () => {
    const run = await start(async ({path, fields}) => {
      for (const timeout of fields.status === 'answered' ? [1000, 30] : []) {
        const destination = {type: 'ncco', ncco: [{action: 'wait', timeout}]};
        await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'transfer', destination});
      }
      return path === '/answer' ? {body: [{action: 'talk', text: 'Hello.'}]} : {};
    });
    await run.vonage.place('talk');
    await run.close();
    expect(Number(run.server.events().at(-1)?.duration)).toBeLessThan(40);
  });

  it('that is hung up while it is asked what to do is not answered any more', async () => {
    const run = await start(async ({path, fields}) => {
      if (path !== '/answer') return {};
      await run.call('PUT', `/v1/calls/${fields.uuid}`, {action: 'hangup'});
      return {body: [{action: 'talk', text: 'Too late.'}]};
    });
    await run.vonage.place('talk');
    await run.close();
    expect(run.server.statuses()).toEqual(['inbound started', 'inbound ringing', 'inbound completed']);
  });
});
