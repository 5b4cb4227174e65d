import {describe, expect, it} from 'vitest';
import {demoPace, findScenario, seedCall} from '../../source/simulator/index.js';
import {idle} from './idle.js';
import {start} from './start.js';

const ncco = [{action: 'connect', endpoint: [{type: 'phone', number: seedCall.bob}]}];
const connecting = ({path}: {path: string}) => (path === '/answer' ? {body: ncco} : {});

describe('simulated time', () => {
  it('goes in steps when asked to: nothing happens in between', async () => {
    const run = await start(connecting, {speed: 'step'});
    const placed = run.vonage.place('answered');
    await run.vonage.advance(836);
    expect(run.server.got.map(({path}) => path)).toEqual(['/event', '/event', '/answer']);
    await run.vonage.advance(4556);
    expect(run.server.statuses()).toHaveLength(2);
    await run.vonage.advance(1);
    expect(run.server.statuses()).toEqual([
      'inbound started',
      'inbound ringing',
      'outbound started',
      'outbound ringing',
    ]);
    while (await run.vonage.step());
    expect((await placed).status).toBe('completed');
    await run.close();
  });

  it.each([20, 1000])('stamps the table’s distances at %i times the speed of the wall clock', async speed => {
    const run = await start(connecting, {speed, startAt: seedCall.startedAt, talkMs: 5000});
    await run.vonage.place('answered');
    await run.close();
    const stamps = run.server.events().map(({timestamp}) => Date.parse(String(timestamp)) - seedCall.startedAt);
    expect(stamps).toEqual([0, 0, 5393, 5393, 11_286, 11_349, 16_286, 16_286]);
  });

  it('has a pace for demonstrations at which both legs are answered within 8 s and the call is over within 25', async () => {
    const run = await start(connecting, {...demoPace, speed: Number.POSITIVE_INFINITY});
    await run.vonage.place('answered');
    await run.close();
    const at = (status: string) =>
      Math.max(
        ...run.server
          .events()
          .filter(event => event.status === status)
          .map(({timestamp}) => run.secondsOf(timestamp)),
      );
    expect(at('answered')).toBeLessThan(8);
    expect(at('completed')).toBeLessThan(25);
    expect(demoPace.speed).toBe(1);
  });

  it('leaves no timer and no connection behind when it is closed in the middle of a call', async () => {
    const run = await start(connecting, {speed: 1});
    const placed = run.vonage.place('answered');
    await expect.poll(() => run.server.statuses().length).toBe(2);
    await run.close();
    expect((await placed).status).toBe('ringing');
    await idle();
  });

  it('ends five hundred calls at a hundred times the speed, each in its own order', {timeout: 180_000}, async () => {
    const run = await start(connecting, {speed: 100, talkMs: 10_000});
    const outcomes = await run.vonage.placeAll({...findScenario('burst'), calls: {count: 500, everyMs: 20}});
    await run.close();
    expect(outcomes).toHaveLength(500);
    const seen = new Map<unknown, unknown[]>();
    for (const {uuid, status} of run.server.events()) seen.set(uuid, [...(seen.get(uuid) ?? []), status]);
    expect(seen.size).toBe(1000);
    const orders = new Set([...seen.values()].map(statuses => statuses.join(' ')));
    expect([...orders]).toEqual(['started ringing answered completed']);
  });
});
