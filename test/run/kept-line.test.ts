import {describe, expect, it} from 'vitest';
import type {HealthObservation} from '../../source/call/observation.js';
import {keptLine} from '../../source/run/kept-line.js';
import {emptyWorld} from '../../source/world/world.js';

const part = {source: 'health', part: 'recording', seq: 1, at: 0} as const;
const moved: HealthObservation = {...part, state: 'ok', code: 'moved', text: 'It goes on in b.', file: 'b.ndjson'};
const rotated: HealthObservation = {...part, state: 'ok', code: 'rotated', text: '', file: 'a-3.ndjson'};
const full: HealthObservation = {...part, state: 'failing', code: 'ENOSPC', text: 'The disk is full.'};

describe('where what a run leaves is', () => {
  const live = {mode: 'live', file: 'a.ndjson'} as const;
  it.each([
    ['a run', live, undefined, [], 'Recorded in a.ndjson: convo-monitor open shows it again.'],
    ['a recording that was moved', live, moved, [], 'Recorded in b.ndjson: convo-monitor open shows it again.'],
    [
      'a recording in several files',
      live,
      rotated,
      [],
      'Recorded in a.ndjson up to a-3.ndjson: convo-monitor open shows them together.',
    ],
    [
      'a disk that was full',
      live,
      full,
      [],
      'Recorded in a.ndjson as far as it could be written: convo-monitor open shows it again.',
    ],
    ['a recording that was opened', {...live, mode: 'replay'} as const, undefined, [], undefined],
    ['a run without a recording', {mode: 'live'} as const, undefined, ['a.json', 'b.md'], 'Saved: a.json, b.md.'],
    ['both', live, undefined, ['a.json'], 'Recorded in a.ndjson: convo-monitor open shows it again. Saved: a.json.'],
  ])('%s', (_, source, health, saved, line) => {
    const world = {...emptyWorld(), health: new Map(health && [['recording', health]])};
    expect(keptLine(world, source, saved)).toBe(line);
  });
});
