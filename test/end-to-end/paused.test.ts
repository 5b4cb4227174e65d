import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {until} from '../helpers/until.js';
import {emptyFolder} from './leftovers.js';
import {onScreen} from './on-screen.js';

/** How many events each call of a snapshot has, and what became of it. */
function callsIn(file: string): [events: number, state: string][] {
  const {conversations} = JSON.parse(readFileSync(file, 'utf8'));
  return conversations.map(({events, state}: {events: unknown[]; state: string}) => [events.length, state]);
}

async function pausedDemo(...flags: string[]) {
  const folder = await emptyFolder();
  const [snapshot, record] = [join(folder, 'snapshot.json'), join(folder, 'call.ndjson')];
  const screen = await onScreen([
    'demo',
    'answered',
    '--speed',
    '30',
    '--snapshot',
    snapshot,
    '--record',
    record,
    ...flags,
  ]);
  await screen.shows(/L1 in /);
  await screen.press('p', 'PAUSED');
  return {screen, snapshot, record};
}

describe('a screen that is paused', () => {
  it('stops no run that was told when to stop, and leaves all that is known in the snapshot', async () => {
    const {screen, snapshot} = await pausedDemo('--until', 'ended', '--timeout', '100s');
    expect(await screen.ended()).toBe(0);
    const [call] = callsIn(snapshot);
    expect(call).toEqual([expect.any(Number), 'ended']);
    expect(call?.[0]).toBeGreaterThan(10);
  });

  it('leaves all that is known in the snapshot when a signal ends it', async () => {
    const {screen, snapshot, record} = await pausedDemo();
    // Both legs are over: the display still shows the call as it was when it began.
    await until(() => expect(readFileSync(record, 'utf8').split('completed').length).toBeGreaterThan(4));
    expect(screen.text()).toContain('PAUSED');
    screen.kill('SIGTERM');
    expect(await screen.ended()).toBe(143);
    expect(callsIn(snapshot)).toEqual([[expect.any(Number), 'ended']]);
  });
});
