import {readFileSync} from 'node:fs';
import * as jose from 'jose';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {
  type Application,
  type CallOutcome,
  createApplication,
  type Simulator,
  seedCall,
  startSimulator,
} from '../../source/simulator/index.js';
import {startApplication} from './application.js';

const sample = (file: string) =>
  JSON.parse(readFileSync(new URL(`../samples/conversation/${file}`, import.meta.url), 'utf8'));

const ncco = [{action: 'connect', endpoint: [{type: 'phone', number: seedCall.bob}]}];
/** As much of a reply as these tests reach into. */
type Listing = {_embedded: {data: {events: unknown[]}}};

const base = `/v0.3/conversations/${seedCall.ids.conversation}`;

describe('the call of the concept page, at its own times', () => {
  let application: Application;
  let server: Awaited<ReturnType<typeof startApplication>>;
  let vonage: Simulator;
  let outcome: CallOutcome;
  /** What the API said while the two were talking: asked by the application, inside Alice's `answered`. */
  const during = new Map<string, {status: number; body: Listing}>();

  const get = async (path: string) => {
    const token = await tokenOf(application);
    const response = await fetch(`${vonage.apiUrl}${path}`, {headers: {authorization: `Bearer ${token}`}});
    return {status: response.status, body: (await response.json()) as Listing};
  };

  beforeAll(async () => {
    application = await createApplication();
    server = await startApplication(async ({path, fields}) => {
      if (path === '/answer') return {body: ncco};
      if (fields.status === 'answered' && fields.direction === 'inbound') {
        for (const rest of ['', '/members', '/events', ...seedCall.ids.members.map(id => `/members/${id}`)]) {
          during.set(rest, await get(`${base}${rest}`));
        }
        during.set('v1', await get(base.replace('v0.3', 'v1')));
      }
      return {};
    });
    vonage = await startSimulator({
      ...server.urls,
      applicationId: application.id,
      publicKey: application.publicKey,
      publicUrl: 'https://api.nexmo.com',
      speed: Number.POSITIVE_INFINITY,
      startAt: seedCall.startedAt,
      conceptPageFrom: true,
    });
    outcome = await vonage.place('answered');
  });

  afterAll(async () => {
    await vonage.close();
    await server.close();
  });

  it('asks the answer URL by GET with the four parameters of the tutorial, and the two that came later', () => {
    const [answer] = server.got.filter(({path}) => path === '/answer');
    expect(answer?.method).toBe('GET');
    const later = {endpoint_type: 'phone', region_url: 'https://api.nexmo.com'};
    expect(answer?.query).toEqual({...(sample('seed-answer-params.json') as object), ...later});
    expect(answer?.headers['user-agent']).toBe('Apache-HttpAsyncClient/4.1 (Java/1.8.0_66)');
  });

  it('sends the event webhooks of the table, in its order, with its stamps', () => {
    const table = sample('seed-event-webhook-timeline.json')
      .filter((row: {status: string}) => row.status !== 'N/A')
      .map(({timestamp, direction, from, to, status}: Record<string, string>) => {
        return {timestamp, direction: direction?.toLowerCase(), from, to, status};
      });
    const sent = server
      .events()
      .map(({timestamp, direction, from, to, status}) => ({timestamp, direction, from, to, status}));
    expect(sent).toEqual(table);
  });

  it('names Alice’s leg and Bob’s leg by their ids', () => {
    const ids = server.events().map(({direction, uuid}) => [direction, uuid]);
    const [alice, bob] = seedCall.ids.legs;
    expect(ids.every(([direction, id]) => id === (direction === 'inbound' ? alice : bob))).toBe(true);
  });

  it('serves the eight events of the concept page, its wrong `from` included', () => {
    expect(during.get('/events')?.body._embedded.data.events).toEqual(sample('seed-events.json'));
  });

  it('serves the conversation as the tutorial prints it', () => {
    const expected = sample('seed-conversation-v0.3.json');
    // The tutorial wrote Alice's number where Bob's belongs; the concept page has it right.
    expected.members[1].channel.to.number = seedCall.bob;
    expect(during.get('')?.body).toEqual(expected);
  });

  it('serves each member as the concept page prints it, but for the other conversation that it names there', () => {
    const asOurs = (text: string) =>
      text.replaceAll('CON-d66d47de-5bcb-4300-94f0-0c9d4b948e9a', seedCall.ids.conversation);
    for (const [index, id] of seedCall.ids.members.entries()) {
      const expected = JSON.parse(asOurs(JSON.stringify(sample(`seed-member-${index + 1}.json`))));
      expect(during.get(`/members/${id}`)?.body).toEqual(expected);
    }
    const {_links, ...list} = JSON.parse(asOurs(JSON.stringify(sample('seed-members-list.json'))));
    expect(during.get('/members')?.body).toMatchObject(list);
  });

  it('has no members in v1', () => {
    const body = during.get('v1')?.body;
    expect(body).toMatchObject({id: seedCall.ids.conversation, state: 'ACTIVE', sequence_number: 8});
    expect(body).not.toHaveProperty('members');
  });

  it('forgets the conversation when the call has ended', async () => {
    expect(await get(base)).toMatchObject({status: 404, body: {code: 'conversation:error:not-found'}});
  });

  it('says afterwards what became of each leg', () => {
    expect(outcome).toMatchObject({
      uuid: seedCall.ids.legs[0],
      conversation: seedCall.ids.conversation,
      status: 'completed',
    });
    expect(outcome.legs.map(({statuses}) => statuses.map(({status}) => status))).toEqual([
      ['started', 'ringing', 'answered', 'completed'],
      ['started', 'ringing', 'answered', 'completed'],
    ]);
  });
});

async function tokenOf({id, privateKey}: Application): Promise<string> {
  const key = await jose.importPKCS8(privateKey, 'RS256');
  return new jose.SignJWT({application_id: id})
    .setProtectedHeader({alg: 'RS256'})
    .setIssuedAt()
    .setJti(crypto.randomUUID())
    .setExpirationTime('15m')
    .sign(key);
}
