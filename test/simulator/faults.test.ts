import {createHash} from 'node:crypto';
import {describe, expect, it} from 'vitest';
import type {Faults} from '../../source/simulator/index.js';
import {start, token} from './start.js';

const talk = [{action: 'talk', text: 'Hello.'}];
const all = ['started', 'ringing', 'answered', 'completed'];

async function play(faults: Faults, seed = 1) {
  const run = await start(({path}) => (path === '/answer' ? {body: talk} : {}), {
    faults,
    seed,
    signatureSecret: 'secret',
  });
  const outcome = await run.vonage.place('talk');
  await run.close();
  const events = run.server.got.filter(({path}) => path === '/event');
  return {outcome, events, statuses: events.map(({fields}) => fields.status), deliveries: outcome.deliveries};
}

describe('faults', () => {
  it('deliver everything twice', async () => {
    const {statuses} = await play({duplicate: 1});
    expect(statuses).toEqual(all.flatMap(status => [status, status]));
  });

  it('lose everything but the answer webhook', async () => {
    const {statuses, outcome} = await play({drop: 1});
    expect(statuses).toEqual([]);
    expect(outcome.status).toBe('completed');
  });

  it('change the order and lose nothing', async () => {
    const orders = await Promise.all([1, 2, 3, 4, 5].map(async seed => (await play({reorder: 0.7}, seed)).statuses));
    for (const statuses of orders) expect([...statuses].sort()).toEqual([...all].sort());
    expect(orders.some(statuses => statuses.join() !== all.join())).toBe(true);
  });

  it('delay all alike, so that the order stays', async () => {
    expect((await play({delayMs: 5000})).statuses).toEqual(all);
  });

  it('cut the first attempt, so that there is a second', async () => {
    const {statuses, deliveries} = await play({cut: 1});
    expect(statuses).toEqual(all);
    expect(deliveries.every(({attempts}) => attempts.length === 2)).toBe(true);
  });

  it('send half a body, which is not JSON', async () => {
    const {events} = await play({malformed: 1});
    expect(events).toHaveLength(4);
    for (const {rawBody} of events) expect(() => JSON.parse(rawBody)).toThrow();
  });

  it('leave signatures out, or make them with another secret', async () => {
    const unsigned = await play({unsigned: 1});
    expect(unsigned.events.every(({headers}) => headers.authorization === undefined)).toBe(true);
    const {events} = await play({badSignature: 1});
    const claims = JSON.parse(
      Buffer.from(events[0]?.headers.authorization?.split('.')[1] ?? '', 'base64url').toString(),
    );
    expect(claims.payload_hash).toBe(
      createHash('sha256')
        .update(events[0]?.rawBody ?? '')
        .digest('hex'),
    );
  });

  it('come the same from the same seed', async () => {
    const faults: Faults = {reorder: 0.5, duplicate: 0.3, drop: 0.2};
    const [one, two] = [await play(faults, 7), await play(faults, 7)];
    expect(two.statuses).toEqual(one.statuses);
    expect(two.events.map(({fields}) => fields.uuid)).toEqual(one.events.map(({fields}) => fields.uuid));
  });

  it('put the platform’s clock ahead: stamps, and what it thinks of tokens', async () => {
    const run = await start(() => ({}), {faults: {clockSkewMs: 3_600_000}, startAt: undefined});
    expect(run.vonage.now()).toBeGreaterThan(Date.now() + 3_500_000);
    expect((await run.get('/v0.3/conversations')).body.code).toBe('system:error:expired-token');
    await run.close();
  });

  it.each([
    [{apiErrors: 1}, [500, 503]],
    [{rateLimit: 1}, [429]],
  ])('make the API answer with errors: %j', async (faults, statuses) => {
    const run = await start(() => ({}), {faults});
    expect(statuses).toContain((await run.get('/v0.3/conversations')).status);
    await run.close();
  });

  it('break the API’s connections', async () => {
    const run = await start(() => ({}), {faults: {cut: 1}});
    const headers = {authorization: `Bearer ${await token()}`};
    await expect(fetch(`${run.vonage.apiUrl}/v0.3/conversations`, {headers})).rejects.toThrow();
    await run.close();
  });
});
