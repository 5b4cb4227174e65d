import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {parseFilter} from '../../source/filter/parse.js';
import {occasionFacts} from '../../source/output/occasion-facts.js';
import {type Occasion, occasionReader, type When} from '../../source/output/occasions.js';
import {createFeed} from '../../source/store/feed.js';
import {factOf} from '../../source/vonage/facts.js';
import {nameOf} from '../../source/world/read/event-view.js';
import type {World} from '../../source/world/world.js';
import {answer, busy, callee, caller, menu, news, observed, polled, talked} from '../helpers/calls.js';
import {calls} from '../helpers/several-calls.js';

function whenOf(written: string): When {
  if (written === 'problem') return {written, what: 'problem'};
  if (written === 'ended') return {written, what: 'end'};
  const {filter, errors} = parseFilter(written);
  if (!filter || errors.length > 0) throw new Error(`no filter: ${written}`);
  return {written, what: filter};
}

/** What some observations bring of what is wanted; `forget` is a share of the World that is let go behind each of them. */
function told(observations: readonly Observation[], wanted: readonly string[], forget = 0) {
  const reader = occasionReader(wanted.map(whenOf));
  const feed = createFeed(factOf);
  const all: {occasion: Occasion; facts: Record<string, string>; text: string}[] = [];
  const add = (world: World, occasions: readonly Occasion[]) => {
    for (const occasion of occasions)
      all.push({occasion, facts: occasionFacts(world, occasion), text: textOf(world, occasion)});
  };
  feed.listen({
    each: (world, changes, observation) => add(world, reader.after(world, changes, observation)),
    forgot: ({conversations, moves}) => reader.forgot(conversations, moves),
  });
  for (const each of observations) {
    feed.take([each]);
    if (forget > 0) feed.forget(forget);
  }
  add(feed.world(), reader.finish(feed.world()));
  return all;
}

function textOf({log}: World, {when, news}: Occasion): string {
  const what = news.kind === 'event' ? nameOf(log, news.row) : news.kind === 'problem' ? news.problem.code : 'END';
  return `${when.written}: ${what}`;
}

const factsOf = (...given: Parameters<typeof told>) => told(...given)[0]?.facts ?? {};
const texts = (...given: Parameters<typeof told>) => told(...given).map(({text}) => text);

const anna = caller('a', '447700900001');
const bert = callee('b', '447700900002');

describe('what somebody wants to be told of', () => {
  it.each<[string, readonly Observation[], string[], string[]]>([
    ['a problem', busy, ['problem'], ['problem: unhappy-end']],
    ['no problem of a good call', talked, ['problem'], []],
    ['the end of a call', busy, ['ended'], ['ended: END']],
    [
      'a status of a leg, each leg’s',
      talked,
      ['status=answered'],
      ['status=answered: answered', 'status=answered: answered'],
    ],
    ['what a filter finds', talked, ['type:dtmf'], ['type:dtmf: audio:dtmf']],
    [
      'an event once, though two filters find it',
      talked,
      ['leg:L1 status:completed', 'status:completed from:447700900001'],
      ['leg:L1 status:completed: completed'],
    ],
    [
      'several things in the order in which they come',
      busy,
      ['ended', 'problem', 'status:busy'],
      ['status:busy: busy', 'problem: unhappy-end', 'ended: END'],
    ],
  ])('is %s', (_, call, wanted, expected) => {
    expect(texts(call, wanted)).toEqual(expected);
  });

  it('is told when it is found by what is learnt later: the reply to a webhook', () => {
    const failing = observed(news(anna, 'started', 0), {
      ...answer(anna, 0.3, []),
      reply: {ms: 900, status: 500, body: ''},
    });
    expect(texts(failing, ['reply>=500 lat>500'])).toEqual(['reply>=500 lat>500: answer']);
  });

  it('is told once, however many report it and however often', () => {
    const both = observed(
      polled({id: 1, type: 'leg:status:update', at: 0, leg: anna, body: {status: 'answered'}}),
      news(anna, 'answered', 0),
      news(anna, 'answered', 0),
    );
    expect(texts(both, ['status:answered'])).toHaveLength(1);
  });

  it('is not told again when older calls are let go', () => {
    const all = calls(['talked', 0], ['busy', 100], ['menu', 200]);
    const wanted = ['status:answered', 'problem', 'ended'];
    expect(texts(all, wanted, 0.2)).toEqual(texts(all, wanted));
  });
});

describe('the facts of what happened', () => {
  it('name the event, its leg and both ends', () => {
    const facts = factsOf(talked, ['status=answered to:447700900002']);
    expect(facts).toMatchObject({
      CONVO_WHEN: 'status=answered to:447700900002',
      CONVO_KIND: 'event',
      CONVO_TYPE: 'answered',
      CONVO_STATUS: 'answered',
      CONVO_LEG: 'L2',
      CONVO_TO: '447700900002',
      CONVO_AT: '2026-11-20T09:00:08.000Z',
      CONVO_TEXT: 'answered',
    });
    expect(facts.CONVO_LINE).toContain('L2 answered');
  });

  it('name the problem with its advice, and the verdict of a call', () => {
    const [problem, end] = told(busy, ['problem', 'ended']).map(({facts}) => facts);
    expect(problem).toMatchObject({
      CONVO_CODE: 'unhappy-end',
      CONVO_SEVERITY: 'warning',
      CONVO_ADVICE: 'Try again later.',
    });
    expect(end).toMatchObject({CONVO_OK: 'false', CONVO_PROBLEMS: '1', CONVO_FROM: '447700900001'});
    expect(end?.CONVO_TEXT).toContain('ended busy');
  });

  it('are one printable row each, whatever somebody sends', () => {
    const from = "x\u0000\n'; touch /tmp/owned; $(reboot) \u001b]0;t\u0007\u202e";
    const hostile = observed(news({...bert, from}, 'answered', 0, {detail: from}));
    const facts = factsOf(hostile, ['status:answered']);
    expect(facts.CONVO_FROM).toContain('$(reboot)');
    expect(Object.values(facts).join('')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('are all in the README, and no others', () => {
    const everything = [...busy, ...menu, ...talked];
    const names = told(everything, ['problem', 'ended', 'is:live']).flatMap(({facts}) => Object.keys(facts));
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
    const listed = readme.match(/\bCONVO_[A-Z]+\b(?!_)/g) ?? [];
    expect([...new Set([...names, 'CONVO_RECORDING'])].sort()).toEqual(
      [...new Set(listed)].filter(name => name !== 'CONVO_MONITOR').sort(),
    );
  });
});
