import {describe, expect, it} from 'vitest';
import type {Stop} from '../link/gate.js';
import {type Linkable, linkArgs, linkable, linkedBy} from '../link/rig.js';

type Run = Awaited<ReturnType<Linkable['start']>>;

async function kill(run: Run): Promise<void> {
  run.child.kill('SIGKILL');
  await run.ended;
}

/** Kills a link that is being set where a request is stopped, which then goes on or not. */
const whenSet = (where: Stop, {goesOn = false} = {}) =>
  async function killed(rig: Linkable) {
    const reached = rig.gate.stopAt(where);
    const run = await rig.start(linkArgs);
    const {goOn} = await reached;
    await kill(run);
    if (goesOn) await goOn();
  };

/** Kills what puts a link back where a request is stopped. */
const whenPutBack = (begin: (rig: Linkable, linked: Run) => Promise<Run>, where: Stop) =>
  async function killed(rig: Linkable) {
    const linked = await linkedBy(rig);
    const reached = rig.gate.stopAt(where);
    const run = await begin(rig, linked);
    await reached;
    await kill(run);
  };

async function told(_: Linkable, linked: Run): Promise<Run> {
  linked.child.kill('SIGTERM');
  return linked;
}

async function byRestore(rig: Linkable, linked: Run): Promise<Run> {
  await kill(linked);
  return rig.start(['restore', '--yes']);
}

/** Each moment between two steps, in their order; how many journals there are then; how it is killed there. */
const moments: readonly [when: string, journals: number, killed: (rig: Linkable) => Promise<void>][] = [
  ['before the journal is written', 0, whenSet({method: 'GET', when: 'before'})],
  ['with the journal written, before the change is sent', 1, whenSet({method: 'PUT', when: 'before'})],
  ['when the change is on its way, and comes', 1, whenSet({method: 'PUT', when: 'before'}, {goesOn: true})],
  ['when the change was made, before it is known', 1, whenSet({method: 'PUT', when: 'after'})],
  ['when it is linked', 1, async rig => kill(await linkedBy(rig))],
  ['at its end, before it is seen what stands there', 1, whenPutBack(told, {method: 'GET', when: 'before'})],
  ['at its end, before the old URLs are sent', 1, whenPutBack(told, {method: 'PUT', when: 'before'})],
  ['at its end, with the old URLs back, before the journal goes', 1, whenPutBack(told, {method: 'PUT', when: 'after'})],
  ['by restore, before it is seen what stands there', 1, whenPutBack(byRestore, {method: 'GET', when: 'before'})],
  ['by restore, before the old URLs are sent', 1, whenPutBack(byRestore, {method: 'PUT', when: 'before'})],
  [
    'by restore, with the old URLs back, before the journal goes',
    1,
    whenPutBack(byRestore, {method: 'PUT', when: 'after'}),
  ],
];

describe('a link that is killed', () => {
  it.each(moments)('%s: restore gives back every byte', async (_, journals, killed) => {
    const rig = await linkable();
    await killed(rig);
    expect(await rig.journals()).toHaveLength(journals);
    const {status} = await rig.run(['restore', '--yes']);
    expect([status, await rig.read(), await rig.journals()]).toEqual([0, rig.original, []]);
  });

  it.each(moments)('%s: the next link keeps what was there before the first', async (_, __, killed) => {
    const rig = await linkable();
    await killed(rig);
    const next = await linkedBy(rig);
    expect(await rig.read()).not.toBe(rig.original);
    next.child.kill('SIGINT');
    expect([await next.ended, await rig.read(), await rig.journals()]).toEqual([130, rig.original, []]);
  });

  it('is waited for where its change comes only while it is put back', async () => {
    const rig = await linkable();
    const reached = rig.gate.stopAt({method: 'PUT', when: 'before'});
    const run = await rig.start(linkArgs);
    const change = await reached;
    await kill(run);
    const looked = rig.gate.stopAt({method: 'GET', when: 'after'});
    const restoring = await rig.start(['restore', '--yes']);
    const seen = await looked;
    await change.goOn();
    expect(await rig.read()).not.toBe(rig.original);
    await seen.goOn();
    expect([await restoring.ended, await rig.read()]).toEqual([0, rig.original]);
  });
});
