import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {createBucket} from '../../source/poller/bucket.js';
import {createWatermark} from '../../source/poller/watermark.js';
import {createRig, nthConversation, type Reply} from './rig.js';

/** The most requests in any second, and in any ten seconds. */
function busiest(times: number[]) {
  const within = (ms: number) =>
    Math.max(0, ...times.map(from => times.filter(at => at >= from && at < from + ms).length));
  return {second: within(1000), tenSeconds: within(10_000)};
}

const healthy = (kind: string, path: string): Reply => {
  const id = /CON-[0-9a-f-]+/.exec(path)?.[0];
  return {body: kind === 'conversation' ? {id, sequence_number: 3} : {_embedded: {[kind]: []}}};
};

const faults: Reply[] = [
  {status: 500},
  {status: 502, headers: {'content-type': 'text/html'}, body: '<html>'},
  {status: 503, headers: {'retry-after': '2'}},
  {status: 429},
  {status: 429, headers: {'retry-after': '1'}},
  {status: 429, headers: {'retry-after': 'abc'}},
  {status: 429, headers: {'retry-after': '1000000000'}},
  {status: 401},
  {status: 403},
  {status: 400},
  {status: 302, headers: {location: 'http://127.0.0.1:1/'}},
  {reset: 'headers'},
  {reset: 'body'},
  {hang: 'headers'},
  {hang: 'body'},
  {body: '{"id":'},
  {body: 'null'},
  {body: {_embedded: {members: null}}},
];

const fault = fc.option(fc.constantFrom(...faults), {freq: 3, nil: undefined});
const step = fc.oneof(
  fc.record({watch: fc.nat(29)}),
  fc.record({nudge: fc.nat(29)}),
  fc.record({run: fc.integer({min: 0, max: 5000})}),
);

describe('whatever goes wrong, in whatever order', () => {
  it('the budget is kept, and everything is well again afterwards', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fault, {maxLength: 60}),
        fc.array(step, {minLength: 5, maxLength: 30}),
        fc.double({min: 0, max: 1, noNaN: true}),
        async (schedule, steps, jitter) => {
          const rig = await createRig(({kind, path}, count) => schedule[count - 1] ?? healthy(kind, path), {
            random: () => jitter,
          });
          try {
            const watched = new Set<string>();
            for (const one of steps) {
              if ('run' in one) await rig.run(one.run);
              else if ('nudge' in one) rig.poller.nudge(nthConversation(one.nudge));
              else {
                rig.poller.watch(nthConversation(one.watch));
                watched.add(nthConversation(one.watch));
              }
            }
            // Every fault of the schedule has to be met.
            for (
              let minute = 0;
              minute < 300 && watched.size > 0 && rig.api.asked.length < schedule.length;
              minute += 1
            ) {
              await rig.run(60_000);
            }
            await rig.run(600_000);

            const lastFault = rig.api.asked[schedule.length - 1]?.at ?? 0;
            for (const id of watched) {
              const after = rig.api.asked.filter(one => one.at > lastFault && one.path.endsWith(id));
              expect(after.length).toBeGreaterThan(0);
            }
            const conditions = new Map(rig.health().map(one => [one.conversation ?? 'host', one.state]));
            expect([...conditions].filter(([, state]) => state !== 'ok')).toEqual([]);
            expect(rig.poller.state).toEqual({conversations: watched.size, requests: 0});
            const {second, tenSeconds} = busiest(rig.api.asked.map(one => one.at));
            expect(second).toBeLessThanOrEqual(15);
            expect(tenSeconds).toBeLessThanOrEqual(60);
          } finally {
            await rig.close();
          }
        },
      ),
      {numRuns: 25},
    );
  }, 300_000);
});

describe('many conversations', () => {
  it('share the budget fairly: nobody is asked for twice before everybody was asked for once', async () => {
    const rig = await createRig(({kind, path}) => healthy(kind, path));
    for (let n = 0; n < 200; n += 1) rig.poller.watch(nthConversation(n));
    for (let second = 0; second < 150; second += 1) {
      for (let n = 0; n < 20; n += 1) rig.poller.nudge(nthConversation(n));
      await rig.run(1000);
    }
    const counts = new Map<string, number>();
    for (const {path} of rig.api.asked.filter(one => one.kind === 'conversation')) {
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    expect(counts.size).toBe(200);
    expect(rig.api.asked.length).toBeGreaterThanOrEqual(5 * 149);
    expect(busiest(rig.api.asked.map(one => one.at)).second).toBeLessThanOrEqual(15);
    expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(2);
    await rig.close();
  });

  it('are two hundred at most, which is said once', async () => {
    const rig = await createRig(({kind, path}) => healthy(kind, path));
    for (let n = 0; n < 300; n += 1) rig.poller.watch(nthConversation(n));
    expect(rig.poller.state.conversations).toBe(200);
    expect(rig.health().map(one => one.code)).toEqual(['too-many']);
    await rig.close();
  });
});

describe('the bucket', () => {
  it('never gives more than it says, however it is asked', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 0, max: 3000}), {maxLength: 200}), gaps => {
        let now = 0;
        const bucket = createBucket(now);
        const times: number[] = [];
        for (const gap of gaps) {
          now += gap;
          while (bucket.take(now) === 0) times.push(now);
        }
        expect(busiest(times).second).toBeLessThanOrEqual(13);
        expect(times.length).toBeLessThanOrEqual(8 + (now / 1000) * 5);
      }),
    );
  });

  it('says exactly when to come back', () => {
    const bucket = createBucket(0);
    for (let n = 0; n < 8; n += 1) expect(bucket.take(0)).toBe(0);
    expect(bucket.take(0)).toBe(200);
    expect(bucket.take(199)).toBe(1);
    expect(bucket.take(200)).toBe(0);
  });

  it('counts a large answer as several requests', () => {
    const bucket = createBucket(0);
    bucket.answered(1000);
    bucket.answered(1024 * 1024);
    expect(bucket.take(0)).toBe((16 - 8 + 1) * 200);
    expect(bucket.take(1800)).toBe(0);
  });
});

describe('the watermark', () => {
  const ids = fc.array(fc.integer({min: 1, max: 40}), {maxLength: 60});

  it('stands before the first id that is missing', () => {
    fc.assert(
      fc.property(ids, list => {
        const marks = createWatermark();
        const fresh = list.filter(id => marks.add(id, 0));
        expect(fresh).toEqual([...new Set(list)]);
        let mark = 0;
        while (list.includes(mark + 1)) mark += 1;
        expect(marks.position(4999)).toBe(mark);
        expect(marks.hasHole).toBe(Math.max(0, ...list) > mark);
        expect(marks.highest).toBe(Math.max(0, ...list));
      }),
    );
  });

  it('gives holes up one after the other', () => {
    fc.assert(
      fc.property(ids, list => {
        const marks = createWatermark();
        for (const id of list) marks.add(id, 0);
        for (let now = 0; now <= 50 * 5000; now += 5000) marks.position(now);
        expect(marks.position(Infinity)).toBe(Math.max(0, ...list));
        expect(marks.hasHole).toBe(false);
      }),
    );
  });
});
