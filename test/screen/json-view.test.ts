import {describe, expect, it} from 'vitest';
import {snapshotOf} from '../../source/output/snapshot.js';
import {jsonDocument} from '../../source/screen/json/document.js';
import {chosenCall} from '../../source/store/select.js';
import {crowd, talked} from '../helpers/calls.js';
import {seedObservations} from '../helpers/seed.js';
import {payloadOf, worldOf} from '../output/seed-call.js';
import {frame, modelOf, pressed} from './frame.js';

function documentOf(observations = talked) {
  const model = modelOf(observations);
  const call = chosenCall(model);
  if (!call) throw new Error('no call');
  return {document: jsonDocument(model.world, call), call};
}

describe('The call as JSON', () => {
  it('is the snapshot’s conversation but for the payloads', async () => {
    for (const observations of [talked, crowd, seedObservations()]) {
      const {document} = documentOf(observations);
      const text = Array.from({length: document.length}, (_, i) => document.rowAt(i))
        .map(({indent, key, text}) => ' '.repeat(indent) + key + text)
        .join('\n');
      const world = worldOf(observations);
      const [call] = (await snapshotOf(world, {takenAt: 0, payload: payloadOf([])})).conversations;
      const events = call?.events.map(({raw: _, ...event}) => event);
      expect(JSON.parse(text)).toEqual({...call, events});
    }
  });

  it('can be asked for any row without making those before it', () => {
    const {document, call} = documentOf(crowd);
    const asked: number[] = [];
    const rows = new Proxy(call.rows, {
      get(target, name) {
        if (typeof name === 'string' && /^\d+$/.test(name)) asked.push(Number(name));
        return Reflect.get(target, name);
      },
    });
    const {world} = modelOf(crowd);
    const watched = jsonDocument(world, {...call, rows});
    asked.length = 0;
    expect(watched.rowAt(document.length - 40)).toEqual(document.rowAt(document.length - 40));
    expect(asked).toHaveLength(1);
  });

  it('scrolls to both ends, and stays at the end while the call grows', () => {
    const top = pressed(modelOf(talked), 'v', 'v', 'v');
    expect(frame(top)[2]).toBe(`│ {${' '.repeat(76)}█`);
    const end = pressed(top, 'G');
    expect(frame(end).at(-5)).toBe(`│ }${' '.repeat(76)}█`);
    expect(frame(pressed(end, 'k')).at(-5)).toContain('"verdict"');
    expect(frame(pressed(end, 'k', 'g'))).toEqual(frame(top));
    const {world} = modelOf(crowd);
    expect(frame({...end, world}).at(-5)).toBe(`│ }${' '.repeat(76)}█`);
  });
});
