import {describe, expect, it} from 'vitest';
import type {Draft} from '../../source/call/observation.js';
import {findScenario, type Scenario, scenarios} from '../../source/simulator/index.js';
import {falseClaimsOfCuts} from '../helpers/cuts.js';
import type {Got} from './application.js';
import {startSocket} from './socket.js';
import {start} from './start.js';

/** What one event webhook was about, in a word or two. */
function wordOf({path, fields}: Got): string {
  if (path !== '/event') return path.slice(1);
  if (fields.status === 'transcribed') return 'transcribed';
  if (fields.status)
    return [fields.direction === 'inbound' ? 'in' : 'out', fields.status, fields.detail].filter(Boolean).join(' ');
  if (fields.type) return String(fields.type);
  if (fields.dtmf) return 'input';
  if (fields.recording_url) return 'record';
  return fields.payload ? 'notify' : 'error';
}

/** Of a caller to whom nobody says anything. */
const hasty = {manners: {greetingMs: 20, patienceMs: 20}};

/** Plays a scenario against an application that answers what the scenario suggests. */
async function play(scenario: Scenario) {
  const socket = await startSocket();
  const run = await start(({path}) => {
    const text = JSON.stringify(scenario.ncco ?? [])
      .replaceAll('{event}', run.server.urls.eventUrl)
      .replaceAll('{socket}', socket.url);
    const ncco = JSON.parse(text);
    return path === '/answer' ? {status: scenario.answerStatus ?? 200, body: ncco} : {};
  }, hasty);
  // What is spoken takes its time.
  const outcomes = await run.vonage.placeAll({...scenario, ...(scenario.says && {says: [{forMs: 100}]})});
  await run.close();
  socket.server.close();
  return {outcomes, words: run.server.got.map(wordOf), got: run.server.got};
}

const setUp = ['in started', 'in ringing', 'answer', 'out started', 'out ringing'];
const met = ['out answered', 'in answered'];
const over = ['in completed', 'out completed'];
const served = ['in started', 'in ringing', 'answer', 'in answered'];

/** Each scenario, and the webhooks that an application gets from it. */
const expected: Record<string, string[]> = {
  answered: [...setUp, ...met, ...over],
  busy: [...setUp, 'out busy', ...over],
  rejected: [...setUp, 'out rejected declined', 'in completed'],
  'rejected-invalid': [...setUp, 'out rejected invalid_number', 'in completed'],
  'rejected-restricted': [...setUp, 'out rejected restricted', 'in completed'],
  unanswered: [...setUp, 'out unanswered unavailable', ...over],
  'unanswered-carrier': [...setUp, 'out unanswered timeout', ...over],
  timeout: [...setUp, 'out timeout', ...over],
  cancelled: [...setUp, 'out cancelled', ...over],
  'failed-route': [...setUp, 'out failed cannot_route', ...over],
  'failed-number': [...setUp, 'out failed number_out_of_service', ...over],
  'failed-internal': [...setUp, 'out failed internal_error', ...over],
  human: [...setUp, ...met, 'out human', ...over],
  voicemail: [...setUp, ...met, 'out machine', ...over],
  beep: [...setUp, ...met, 'out machine', 'out machine', ...over],
  'long-call': [...setUp, ...met, ...over],
  talk: [...served, 'in completed'],
  ivr: [...served, 'input', 'input', 'in completed'],
  speech: [...served, 'input', 'in completed'],
  silence: [...served, 'input', 'in completed'],
  record: [...served, 'record', 'in completed', 'transcribed'],
  'record-call': [...served, 'out started', 'out ringing', 'out answered', 'record', ...over],
  transfer: [...served, 'transfer', 'in completed'],
  notify: [...served, 'notify', 'in completed'],
  wait: [...served, 'in completed'],
  synchronous: [...setUp, 'out busy', 'out completed', 'in answered', 'in completed'],
  'two-callees': [...setUp, 'out timeout', 'out completed', 'out started', 'out ringing', ...met, ...over],
  sip: [...setUp, ...met, ...over],
  vbc: [...setUp, ...met, ...over],
  websocket: ['in started', 'in ringing', 'answer', 'out started', ...met, ...over],
  agent: ['in started', 'in ringing', 'answer', 'out started', ...met, ...over],
  'app-to-phone': ['in started', 'answer', 'out started', 'out ringing', ...met, ...over],
  'app-to-app': ['in started', 'answer', 'in answered', 'out started', 'out answered', ...over],
  fallback: ['in started', 'in ringing', 'answer', 'in completed'],
  'ncco-error': ['in started', 'in ringing', 'answer', 'error', 'in completed'],
};

describe('the scenarios', () => {
  it('are at least twenty, each with a name of its own and a line that says what happens', () => {
    expect(new Set(scenarios.map(({name}) => name)).size).toBe(scenarios.length);
    expect(scenarios.length).toBeGreaterThanOrEqual(20);
    expect(scenarios.every(({summary}) => summary.length > 10 && !summary.includes('\n'))).toBe(true);
  });

  it('each have an expectation here, but for those of several calls', () => {
    const single = scenarios.filter(({calls, mix}) => !calls && !mix).map(({name}) => name);
    expect(Object.keys(expected).sort()).toEqual(single.sort());
  });

  it.each(Object.entries(expected))('%s sends its webhooks in order', async (name, words) => {
    const played = await play(findScenario(name));
    expect(played.words).toEqual(words);
  });

  it.each(Object.keys(expected))(
    '%s is told as far as its webhooks bear out, wherever the monitor comes and goes',
    async name => {
      const {got} = await play(findScenario(name));
      const paths = new Map(got.map(({fields, path}) => [fields, path]));
      const draftOf = (fields: Record<string, unknown>): Draft => {
        const raw = {method: 'POST', path: '/webhooks', headers: {}, body: JSON.stringify(fields)};
        return {source: paths.get(fields) === '/event' ? 'event' : 'answer', raw};
      };
      expect(falseClaimsOfCuts([...paths.keys()], draftOf)).toEqual([]);
    },
  );

  it('conference has eight callers in one conversation, each transferred into it', async () => {
    const {got, outcomes} = await play(findScenario('conference'));
    const transfers = got.filter(({fields}) => fields.type === 'transfer');
    expect(transfers).toHaveLength(8);
    expect(new Set(transfers.map(({fields}) => fields.conversation_uuid_to)).size).toBe(1);
    expect(new Set(transfers.map(({fields}) => fields.conversation_uuid_from)).size).toBe(8);
    expect(outcomes.map(({status}) => status)).toEqual(Array(8).fill('completed'));
  });

  it('burst keeps the order within each of its twenty calls', async () => {
    const {got, outcomes} = await play(findScenario('burst'));
    expect(outcomes).toHaveLength(20);
    for (const {uuid} of outcomes) {
      const statuses = got.filter(({fields}) => fields.uuid === uuid && fields.status).map(({fields}) => fields.status);
      expect(statuses).toEqual(['started', 'ringing', 'answered', 'completed']);
    }
  });

  it('day ends every one of its calls', async () => {
    const {outcomes} = await play({...findScenario('day'), ncco: findScenario('answered').ncco});
    expect(outcomes).toHaveLength(48);
    expect(
      outcomes.every(({legs}) =>
        legs.every(({statuses}) => ['completed', 'rejected'].includes(statuses.at(-1)?.status ?? '')),
      ),
    ).toBe(true);
  });

  it('have names that an unknown one is answered with', () => {
    expect(() => findScenario('nothing')).toThrow(/no scenario "nothing". Known are: answered, busy/);
  });
});
