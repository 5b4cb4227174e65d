import {describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {comparisonSchema} from '../../../source/output/compare/comparison-schema.js';
import {comparisonForms} from '../../../source/output/compare/forms.js';
import {media} from '../../helpers/agent-call.js';
import {
  answer,
  busy,
  callee,
  caller,
  crowd,
  menu,
  moved,
  news,
  observed,
  other,
  polled,
  type Scene,
  talked,
} from '../../helpers/calls.js';
import {compared, courseIn, differing} from './compared.js';

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');
const carl = callee('c', '447700900003');
const connect = (number: string, more: object = {}) => ({
  action: 'connect',
  ...more,
  endpoint: [{type: 'phone', number}],
});

/** Anna is connected to Bert, a second or so later than said. */
const connected = (ncco: unknown[], more: readonly Scene[] = []) =>
  observed(
    news(anna, 'started', 0),
    answer(anna, 0.3, ncco),
    news(anna, 'answered', 0.5),
    news(bert, 'started', 2),
    news(bert, 'answered', 6),
    ...more,
    news(bert, 'completed', 30),
    news(anna, 'completed', 30.1),
  );

describe('a call and itself', () => {
  it.each(Object.entries({talked, busy, menu, moved, crowd}))('are alike: %s', (_, observations) => {
    const comparison = compared(observations, observations);
    expect(comparison).toMatchObject({alike: true, limited: false, first: null, problems: []});
    expect(comparison.counts).toMatchObject({differences: 0, aside: 0, volatile: 0});
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
  });

  it('are alike with other ids, at another time, from another phone, through another tunnel', () => {
    const call = connected([{action: 'talk', text: 'Hi'}, connect(bert.to, {eventUrl: ['https://ab12.ngrok.app/e']})]);
    const again = JSON.parse(
      JSON.stringify(call)
        .replaceAll('11111111-', '5e5e5e5e-')
        .replaceAll('aaaaaaaa-', '01234567-')
        .replaceAll('2026-11-20T', '2026-11-21T')
        .replaceAll('447700900001', '447700900099')
        .replaceAll('ab12.ngrok.app', 'cd34.ngrok.app'),
    ) as Observation[];
    const comparison = compared(call, again);
    expect([comparison.alike, differing(comparison)]).toEqual([true, []]);
    expect(comparison.counts.volatile).toBeGreaterThan(0);
  });
});

describe('two calls', () => {
  it('part where one party answered and the other was busy', () => {
    const comparison = compared(talked, busy);
    expect(comparison.alike).toBe(false);
    const first = comparison.steps[comparison.first ?? -1];
    expect(first).toMatchObject({role: 'caller', good: {event: 'answer'}});
    expect(differing(comparison)).toEqual(expect.arrayContaining(['- callee answered', '+ callee busy']));
    expect(comparison.parties.find(({role}) => role === 'callee')?.differences).toContainEqual({
      field: 'outcome',
      good: 'completed',
      bad: 'busy',
      volatile: false,
    });
  });

  it.each<[string, unknown[], unknown[], string[]]>([
    [
      'a text',
      [{action: 'talk', text: 'Hi'}, connect(bert.to)],
      [{action: 'talk', text: 'Ho'}, connect(bert.to)],
      ['NCCO/0/text'],
    ],
    ['a number', [connect(bert.to, {timeout: 20})], [connect(bert.to, {timeout: 5})], ['NCCO/0/timeout']],
    ['an action more', [connect(bert.to)], [{action: 'record'}, connect(bert.to)], ['NCCO/0']],
    [
      'their order',
      [{action: 'record'}, connect(bert.to)],
      [connect(bert.to), {action: 'record'}],
      ['NCCO/0', 'NCCO/1'],
    ],
    [
      'white space and key order alone',
      [connect(bert.to)],
      [JSON.parse(JSON.stringify(connect(bert.to), null, 2))],
      [],
    ],
  ])('have NCCOs that differ by %s', (_, good, bad, fields) => {
    const comparison = compared(connected(good), connected(bad));
    const [answered] = comparison.steps.filter(({good}) => good?.event === 'answer');
    expect(answered?.differences.map(({field}) => field)).toEqual(fields);
  });

  it('have a party by its number, not by its place', () => {
    const ncco = [connect(bert.to)];
    const hungUp = (at: number) => [news(carl, 'completed', at), news(anna, 'completed', at)];
    const comparison = compared(
      observed(
        news(anna, 'started', 0),
        answer(anna, 0.3, ncco),
        news(bert, 'started', 2),
        news(bert, 'timeout', 20),
        news(bert, 'completed', 20),
        news(carl, 'started', 21),
        news(carl, 'answered', 25),
        ...hungUp(40),
      ),
      observed(
        news(anna, 'started', 0),
        answer(anna, 0.3, ncco),
        news(carl, 'started', 2),
        news(carl, 'answered', 6),
        ...hungUp(20),
      ),
    );
    expect(comparison.parties.map(({kind, role, good, bad}) => [kind, role, good?.told.to, bad?.told.to])).toEqual([
      ['both', 'caller', '447700900000', '447700900000'],
      ['missing', 'callee 1', '447700900002', undefined],
      ['both', 'callee 2', '447700900003', '447700900003'],
    ]);
    expect(differing(comparison)).toEqual(['- callee 1 started', '- callee 1 timeout', '- callee 1 completed']);
  });

  it('have digits one by one', () => {
    const typed = (digits: string) =>
      connected(
        [connect(bert.to)],
        [...digits].map((digit, i) => polled({id: 20 + i, type: 'audio:dtmf', at: 7 + i, leg: anna, body: {digit}})),
      );
    const comparison = compared(typed('4711'), typed('711'));
    expect(differing(comparison)).toEqual(['- caller audio:dtmf']);
    expect(comparison.steps[comparison.first ?? -1]?.good?.told).toEqual({note: '4'});
  });

  it('do not differ by what nobody could have told in one of them', () => {
    const events = polled({id: 9, type: 'audio:dtmf', at: 8, leg: anna, body: {digit: '5'}});
    const comparison = compared(connected([connect(bert.to)], [events]), connected([connect(bert.to)]));
    expect(comparison).toMatchObject({alike: true, counts: {aside: 1}});
    expect(comparison.steps.find(({kind}) => kind === 'aside')).toMatchObject({
      why: 'unseen',
      good: {event: 'audio:dtmf'},
    });
  });

  it('do not differ by the order of two events of one moment', () => {
    const notes = (...order: string[]) =>
      connected(
        [connect(bert.to)],
        order.map((payload, i) => other(8 + i / 1000, {payload: {payload}}, anna)),
      );
    expect(differing(compared(notes('a', 'b'), notes('b', 'a')))).toEqual([]);
  });

  it('do not differ by their timings, which are said', () => {
    const slow = connected([connect(bert.to)]);
    const [answered] = compared(slow, talked).timings.filter(({role, what}) => role === 'callee' && what === 'talk');
    expect(answered).toEqual({
      role: 'callee',
      what: 'talk',
      goodMs: 24_000,
      badMs: 60_000,
      deltaMs: 36_000,
      notable: true,
    });
  });

  it('are broken off where they have nothing in common, and that is said', () => {
    // In pages that are small enough to be read.
    const page = (kind: string, from: number) =>
      polled(
        ...Array.from({length: 1000}, (_, i) => ({
          id: from + i,
          type: `custom:${kind}${from + i}`,
          at: 7 + (from + i) / 1000,
          leg: anna,
        })),
      );
    const flood = (kind: string) => connected([connect(bert.to)], [page(kind, 1), page(kind, 1001), page(kind, 2001)]);
    expect(compared(flood('a'), flood('b'))).toMatchObject({limited: true, alike: false});
  });
});

describe('what is written of a comparison', () => {
  const plain = (_: unknown, text: string) => text;

  it('is text whose signs say all that colours do', () => {
    const text = comparisonForms.text(compared(talked, busy), plain);
    expect(text).toContain('First divergence: ');
    expect(text).toMatch(/^- +8\.000 +callee +answered/m);
    expect(text).toMatch(/^\+ +4\.000 +callee +busy/m);
    expect(text).toMatch(/^ {2}caller, ringing .* !$/m);
  });

  it('is one line that matters where they are alike', () => {
    expect(comparisonForms.text(compared(busy, busy), plain)).toContain('Alike: no difference.');
  });

  it('does not count that the audio of an agent is written, nor where', () => {
    const [alice, agent] = [caller('a', '447700900001'), callee('b', 'wss://abc.example.com/agent')];
    const talk = (...more: Parameters<typeof media>[1][]) =>
      observed(
        news(alice, 'answered', 0),
        news(agent, 'answered', 1),
        media(1, {kind: 'open', path: '/agent', ms: 12}),
        ...more.map(event => media(1, event)),
        media(5, {kind: 'close', by: 'vonage', code: 1000, at: 4000}),
        news(agent, 'completed', 5),
      );
    const written = (file: string) => talk({kind: 'audio', file});
    expect(compared(written('/tmp/a.wav'), written('/tmp/b.wav'))).toMatchObject({alike: true});
    expect(compared(written('/tmp/a.wav'), talk())).toMatchObject({alike: true, counts: {aside: 1}});
  });

  it('is Markdown that no payload breaks out of', () => {
    const evil = connected([{action: 'talk', text: '```\n<script>@all'}, connect(bert.to)]);
    const markdown = comparisonForms.markdown(compared(evil, connected([connect(bert.to)])));
    expect(markdown).toContain('````diff');
    expect(markdown.split('````')[0]).not.toContain('<script>');
  });

  it('begins at the first event of a call, whenever that was', () => {
    expect(courseIn(talked).steps[0]?.at).toBe(0);
  });
});
