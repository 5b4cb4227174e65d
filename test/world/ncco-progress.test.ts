import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {nccoRuns} from '../../source/world/read/ncco-progress.js';
import {emptyWorld} from '../../source/world/world.js';
import {busy, menu, moved, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

/** Each NCCO of the first call as `talk ✓ 0.3–2`, with `~` before times that only its neighbours tell. */
function runs(observations: readonly Observation[]): string[][] {
  const world = fold(emptyWorld(), observations);
  const [call] = world.conversations.values();
  if (!call) throw new Error('no call');
  const start = world.log.at[call.rows[0] ?? 0] ?? 0;
  const seconds = (ms: number | undefined) => (ms === undefined ? '' : String(Math.round((ms - start) / 100) / 10));
  return nccoRuns(world, call).map(({actions}) =>
    actions.map(({name, state, from, to, seen}) => {
      const times = from === undefined ? '' : ` ${seen ? '' : '~'}${seconds(from)}–${seconds(to)}`;
      return `${name} ${state}${times}`;
    }),
  );
}

/** What was observed up to the nth webhook, its reply included. */
function upTo(observations: readonly Observation[], webhooks: number): Observation[] {
  const seqs = observations.flatMap(({source, seq}) => (source === 'event' || source === 'answer' ? [seq] : []));
  return observations.filter(({seq}) => seq < (seqs[webhooks] ?? Number.POSITIVE_INFINITY));
}

describe('How far an NCCO has come', () => {
  it('is its first action, before any event tells more', () => {
    expect(runs(upTo(menu, 3))).toEqual([['talk running ~0.3–', 'input next', 'talk next', 'input next', 'talk next']]);
  });

  it('is behind the input whose digits came; what was before it shares the time until then', () => {
    expect(runs(upTo(menu, 4))).toEqual([
      ['talk done ~0.3–2.2', 'input done 2.2–4', 'talk running ~4–', 'input next', 'talk next'],
    ]);
  });

  it('ends where another NCCO takes over', () => {
    expect(runs(menu)).toEqual([
      ['talk done ~0.3–2.2', 'input done 2.2–4', 'talk done ~4–7', 'input done 7–10', 'talk skipped'],
      ['connect running 10.4–'],
    ]);
  });

  it('knows a recording that runs along from one that is waited for', () => {
    expect(runs(upTo(talked, 7))).toEqual([['talk done ~0.3–2', 'record running 2–', 'connect running 2.5–']]);
    expect(runs(talked)).toEqual([['talk done ~0.3–2', 'record done 2–68', 'connect done 2.5–68']]);
  });

  it('takes the leg that it dialled for a connect', () => {
    expect(runs(upTo(busy, 4))).toEqual([['connect running 2.5–']]);
    expect(runs(busy)).toEqual([['connect done 2.5–4']]);
  });

  it('follows the leg that a conversation took away', () => {
    expect(runs(moved)).toEqual([['talk done ~0.3–3', 'conversation done 3–3']]);
  });
});
