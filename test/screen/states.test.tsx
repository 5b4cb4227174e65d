import {describe, expect, it} from 'vitest';
import type {Model} from '../../source/store/model.js';
import type {Draft} from '../../source/world/observation.js';
import {eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {frame, modelOf, pressed} from './frame.js';

const routes = {
  answer: '/webhooks/answer',
  event: '/webhooks/event',
  fallback: '/webhooks/fallback',
  rtc: '/webhooks/rtc',
};
const setup = {version: '1.0.0', url: 'http://127.0.0.1:3000', routes, answer: 'a short spoken NCCO'};
const applicationId = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const start = (more: object = {}): Draft => ({source: 'control', action: 'start', setup: {...setup, ...more}});
const failing = (part: 'poller' | 'listener' | 'recording' | 'credentials', code: string, text: string): Draft => ({
  source: 'health',
  part,
  state: 'failing',
  code,
  text,
});
const refused = failing('poller', 'unauthorized', 'api.nexmo.com refuses the token (401): the key is another’s.');
const unreachable = failing('poller', 'dns', 'api.nexmo.com cannot be found: is this machine online? It goes on.');
const noKey = failing('credentials', 'no-private-key', 'There is an application id, but no private key.');
const unwritten = failing('recording', 'disk-full', 'The disk is full: nothing more is recorded. Make room.');
const call = tableWebhooks().map(eventDraft);

type Size = {columns: number; rows: number};
const live = (drafts: Draft[], size: Size): Model => ({...modelOf(observe(drafts), size), mode: 'live'});
const replay = (drafts: Draft[], size: Size): Model => modelOf(observe(drafts), size);

const states: Record<string, (size: Size) => Model> = {
  'first run, no credentials': size => live([start()], size),
  'credentials half there': size => live([start(), noKey], size),
  'credentials refused': size => live([start({applicationId}), refused], size),
  'simulated calls only': size => ({
    ...live([start({applicationId, simulated: true})], size),
    can: {simulate: true, snapshot: true, scenarios: []},
  }),
  'nothing can be recorded': size => live([start(), unwritten], size),
  'API unreachable during a call': size => live([start({applicationId}), ...call.slice(0, 4), unreachable], size),
  paused: size => ({...live([start(), ...call.slice(0, 4)], size), waiting: 12, ...pausedView(size)}),
  'filtered to nothing': size => pressed(replay(call, size), '/', 'z', 'Enter'),
  'no bookmarks in this call': size => pressed(replay(call, size), 'M'),
  'recording at its end': size => replay(call, size),
  'recording being read': size => ({...replay([], size), isComplete: false}),
  'recording without a call': size => replay([start()], size),
};

function pausedView(size: Size): Pick<Model, 'view'> {
  return {view: {...live([], size).view, paused: true}};
}

const sizes: readonly Size[] = [
  {columns: 60, rows: 15},
  {columns: 80, rows: 24},
  {columns: 120, rows: 40},
];

describe.each(Object.entries(states))('%s', (name, stateOf) => {
  it.each(sizes)('looks as it was drawn at $columns×$rows', async ({columns, rows}) => {
    // The hints below have tests of their own.
    const shown = `${frame(stateOf({columns, rows})).slice(0, -1).join('\n')}\n`;
    await expect(shown).toMatchFileSnapshot(`states/${name.replaceAll(/[ ,]+/g, '-')}-${columns}x${rows}.txt`);
  });
});

describe('A terminal that is too small', () => {
  it.each([
    {columns: 59, rows: 24},
    {columns: 80, rows: 14},
    {columns: 20, rows: 3},
  ])('says at $columns×$rows, in one row, what size is needed', size => {
    const rows = frame(replay(call, size));
    expect(rows).toHaveLength(1);
    expect(`This terminal is ${size.columns}×${size.rows}; convo-monitor needs 60×15. q quits.`).toContain(
      rows[0]?.replace('…', ''),
    );
  });
});
