import {createHash} from 'node:crypto';
import {beforeAll, describe, expect, it} from 'vitest';
import type {Observation} from '../../../source/call/observation.js';
import {MOST} from '../../../source/output/html/bounds.js';
import {savedText} from '../../../source/output/saved-text.js';
import {caller, crowd, menu, news, observed, talked} from '../../helpers/calls.js';
import {eventDraft, observe, seedObservations} from '../../helpers/seed.js';
import {calls} from '../../helpers/several-calls.js';
import {worldOf} from '../seed-call.js';
import {attacks, callWith} from './hostile-call.js';

function pageOf(observations: readonly Observation[]): Promise<string> {
  const places = new Map(observations.map(each => [each.seq, each]));
  return savedText('html', worldOf(observations), {takenAt: 0, payload: async seq => places.get(seq)});
}

/** Texts between tags, entities undone, for tests to read. */
const textOf = (page: string) =>
  page
    .replace(/<(style|script)>.*?<\/\1>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ');

/** Every tag with the names of its attributes: what a page is made of. */
const tagsOf = (page: string) => new Set((page.match(/<[^>]*>/g) ?? []).map(tag => tag.replace(/"[^"]*"/g, '""')));

describe('a report of one call', () => {
  let page: string;
  beforeAll(async () => {
    page = await pageOf(seedObservations());
  });

  it('says who called whom, how it ended, and what is known of it', () => {
    const text = textOf(page);
    expect(text).toContain('447700000001 → to 447700000002');
    expect(text).toContain('Talked for 5 min 0 s. Who hung up is not known: no disconnected_by came.');
    for (const title of ['On the time axis', 'Ladder', 'Legs', 'Members', 'Events 14 events'])
      expect(text).toContain(title);
    expect(text).not.toContain('Problem');
  });

  it('draws a bar for each part of a leg, and an arrow for each signal and each webhook', () => {
    expect(page.match(/<g class="span (set-up|ringing|talking)">/g)).toHaveLength(6);
    expect(page.match(/<g class="step"/g)).toHaveLength(14);
    expect(textOf(page)).toContain('talking 5m00s');
  });

  it('has what was received for each event, folded', () => {
    expect(page.match(/<details><summary class="event">/g)?.length).toBeGreaterThan(10);
    expect(page).toContain('<i>&#34;conversation_uuid&#34;</i>: &#34;CON-bc643220');
  });

  it('lets run and draw only what it brought itself', () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(page) ?? [];
    for (const kind of ['script', 'style']) {
      const [, text = ''] = new RegExp(`<${kind}>(.*?)</${kind}>`, 's').exec(page) ?? [];
      const hash = createHash('sha256').update(text).digest('base64');
      expect(text.length).toBeGreaterThan(1000);
      expect(policy).toContain(`${kind}-src 'sha256-${hash}'`);
    }
    expect(policy).toMatch(/^default-src 'none'; .*base-uri 'none'; form-action 'none'$/);
    expect(page).not.toMatch(/ (style|on\w+|src)="/);
    expect(page.match(/(?<= href=")(?!#|data:)[^"]*/g)).toBeNull();
  });
});

describe('what a call cannot do to its report', () => {
  it.each(attacks)('%j in every field is text and nothing else', async text => {
    const [plain, page] = [tagsOf(await pageOf(callWith('x'))), await pageOf(callWith(text))];
    expect([...tagsOf(page)].filter(tag => !plain.has(tag))).toEqual([]);
    expect(page.replaceAll('\n', '')).not.toMatch(/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it('shows all the same what it tried', async () => {
    expect(textOf(await pageOf(callWith('<script>alert(1)</script>')))).toContain('<script>alert(1)</script>');
  });
});

describe('a report of several calls', () => {
  it('begins with a list of them, each with the way to its part', async () => {
    const page = await pageOf(calls(['busy', 0], ['menu', 60], ['talked', 120]));
    expect(page).toContain('<h1>3 calls</h1>');
    const links = page.match(/(?<=<a href="#)call-\d+/g) ?? [];
    expect(links).toEqual(['call-1', 'call-2', 'call-3']);
    for (const id of links) expect(page).toContain(`<article class="call" id="${id}"`);
    expect(textOf(page)).toContain('1 call with problems');
  });

  it('gives no id twice', async () => {
    const ids = (await pageOf(calls(['busy', 0], ['talked', 60]))).match(/(?<= id=")[^"]+/g) ?? [];
    expect(ids).toHaveLength(new Set(ids).size);
  });

  it('has webhooks of no call in a part of their own', async () => {
    expect(textOf(await pageOf(observe([eventDraft({a: 1})]))).match(/What belongs to no call/g)).toHaveLength(1);
  });

  it('says when there is none', async () => {
    expect(textOf(await pageOf([]))).toContain('No call is in here.');
  });
});

describe('a report of more than it has room for', () => {
  const hello = Array.from({length: 1500}, (_, i) => news(caller('a', '447700900001'), 'ringing', i / 10, {note: i}));

  it('has the beginning and the end of a long call, and says how much is between', async () => {
    const page = await pageOf(observed(news(caller('a', '447700900001'), 'started', 0), ...hello));
    const rows = page.match(/<li id="call-1-event-\d+">/g)?.length ?? 0;
    expect(rows).toBe(MOST.eventsOfCall);
    expect(textOf(page)).toMatch(/Events 1,\d\d\d events/);
    expect(textOf(page)).toMatch(/\d\d\d events between these are not in this report\./);
  });

  it('has the calls that went wrong before the others', async () => {
    const many = Array.from({length: MOST.calls + 20}, (_, i) => ['busy', i * 60] as const);
    const page = await pageOf(calls(...many.map(([, later], i) => [i === 3 ? 'busy' : 'talked', later] as const)));
    expect(page.match(/<article class="call"/g)).toHaveLength(MOST.calls);
    expect(page.match(/<p class="outcome bad">busy/g)).toHaveLength(1);
    expect(textOf(page)).toContain(`${MOST.calls} of them are in here: those with problems, then the newest`);
  });

  it('cuts a long payload, and says where the rest is', async () => {
    const long = 'x'.repeat(MOST.payload * 2);
    const page = await pageOf(observed(news(caller('a', '447700900001'), 'started', 0, {long})));
    expect(textOf(page)).toMatch(/… and 16,\d\d\d characters more: they are in the recording\./);
    expect(page.length).toBeLessThan(MOST.payload * 3);
  });

  it('stays within ten megabytes', async () => {
    const note = 'y'.repeat(4000);
    const big = Array.from({length: 1500}, (_, i) => news(caller('a', '447700900001'), 'ringing', i / 10, {note, i}));
    const page = await pageOf(observed(...big));
    expect(page.length).toBeLessThan(10_000_000);
    expect(page).toMatch(/There was no room for [\d,]+ payloads of these events/);
  });

  it('has lanes for as many parties as can be looked at', async () => {
    expect((await pageOf(crowd)).match(/<text class="name"/g)?.length).toBeGreaterThan(8);
  });
});

describe('the NCCOs of a report', () => {
  it('have their actions, and how far each came', async () => {
    expect(textOf(await pageOf(menu))).toMatch(/NCCOs? .*for L1, at [\d:.]+ ✓ talk .* done/);
    expect(textOf(await pageOf(talked))).toContain('reply 200 from the');
  });
});
