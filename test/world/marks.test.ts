import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {marksOf, recordingsOf} from '../../source/world/read/marks.js';
import {emptyWorld, type World} from '../../source/world/world.js';
import {menu, talked} from '../helpers/calls.js';
import {fold} from '../helpers/fold.js';

const upTo = (observations: readonly Observation[], count: number) => fold(emptyWorld(), observations.slice(0, count));

function marks(world: World): string[] {
  const [call] = world.conversations.values();
  return call ? marksOf(world, call).map(({kind, note}) => (note ? `${kind} ${note}` : kind)) : [];
}

describe('What lies on the time axis', () => {
  it('is digits, recordings and NCCOs, in order', () => {
    expect(marks(upTo(talked, 99))).toEqual(['ncco to 447700900000', 'record', 'dtmf 5', 'record-end 12228 bytes']);
    expect(marks(upTo(menu, 99))).toEqual(['ncco to 447700900000', 'input digits=1', 'input digits=4711']);
  });

  it('is the same whether it is asked for once or after every observation', () => {
    let world = emptyWorld();
    for (const observation of menu) {
      world = fold(world, [observation]);
      marks(world);
    }
    expect(marks(world)).toEqual(marks(upTo(menu, 99)));
  });

  it('pairs the two ends of a recording; one that goes on has no end', () => {
    const ends = (world: World) => {
      const [call] = world.conversations.values();
      return call ? recordingsOf(world, call).map(({from = 0, to}) => to && to - from) : [];
    };
    expect(ends(upTo(talked, 12))).toEqual([undefined]);
    expect(ends(upTo(talked, 99))).toEqual([66_000]);
  });
});
