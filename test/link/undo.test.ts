import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {changesBetween, isSame, type Json, type Path, valueAt, withValueAt} from '../../source/link/json.js';
import {type ChangedValue, isAsPut, keep, undo} from '../../source/link/undo.js';
import {type Destination, linked, webhookRows} from '../../source/link/webhooks.js';

const routes = {answer: '/webhooks/answer', event: '/webhooks/event', fallback: '/webhooks/fallback', rtc: '/rtc'};
const destination: fc.Arbitrary<Destination> = fc.record({
  url: fc.constantFrom('https://one.ngrok.app', 'https://two.ngrok.app', 'https://three.example.com'),
  routes: fc.constant(routes),
  keepsPaths: fc.boolean(),
});

const address = fc.constantFrom(
  '',
  'https://prod.example.com/voice?x=1',
  'https://one.ngrok.app/webhooks/answer',
  'nonsense',
);
const webhook = fc.record(
  {
    address,
    http_method: fc.constantFrom('GET', 'POST', 'PUT', ''),
    connect_timeout: fc.integer(),
  },
  {requiredKeys: []},
);
const webhooks = fc.record({answer_url: webhook, event_url: webhook, fallback_answer_url: webhook}, {requiredKeys: []});

/** Applications as the API has them, as it had them once, and as it may have them some day. */
const application = fc.record(
  {
    id: fc.uuid(),
    name: fc.string(),
    privacy: fc.jsonValue(),
    keys: fc.record({public_key: fc.string()}),
    capabilities: fc.record(
      {
        voice: fc.record({webhooks, signed_callbacks: fc.boolean(), region: fc.string()}, {requiredKeys: []}),
        rtc: fc.record({webhooks: fc.record({event_url: webhook}, {requiredKeys: []})}, {requiredKeys: []}),
        messages: fc.jsonValue(),
      },
      {requiredKeys: ['voice']},
    ),
  },
  {requiredKeys: ['capabilities']},
);

/** What somebody else does meanwhile: to a field of a webhook, or to anything beside them. */
const places: readonly Path[] = [
  ...webhookRows.flatMap(({path}) => [
    [...path, 'address'],
    [...path, 'http_method'],
    [...path, 'connect_timeout'],
    path,
  ]),
  ['name'],
  ['privacy', 'improve_ai'],
  ['capabilities', 'messages'],
];
const foreign = fc.array(
  fc.record({path: fc.constantFrom(...places), value: fc.oneof(fc.constant(undefined), address, fc.integer())}),
  {maxLength: 4},
);
const change = (to: Json, all: readonly {path: Path; value: Json}[]): Json =>
  all.reduce((json: Json, {path, value}) => withValueAt(json, path, value), to);

const text = (json: Json) => JSON.stringify(json);

/** As a link does: to one public URL after the other. What was kept goes through a file. */
function linkTo(original: Json, destinations: readonly Destination[]) {
  let kept: ChangedValue[] = [];
  const states: Json[] = [original];
  for (const to of destinations) {
    const {application: before} = undo(states.at(-1), kept);
    const after = linked(before, to);
    kept = JSON.parse(text(keep(changesBetween(before, after), kept)));
    states.push(after);
  }
  return {kept, states};
}

describe('what a link has changed', () => {
  it('is put back to the letter, from wherever it had come to when it was cut off', () => {
    fc.assert(
      fc.property(application, fc.array(destination, {minLength: 1, maxLength: 3}), (original, destinations) => {
        const {kept, states} = linkTo(original, destinations);
        for (const state of states) {
          const undone = undo(state, kept);
          expect(undone.foreign).toEqual([]);
          expect(text(undone.application)).toBe(text(original));
        }
      }),
    );
  });

  it('is nothing but addresses and methods of webhooks', () => {
    fc.assert(
      fc.property(application, destination, (original, to) => {
        const addressless = (json: Json) =>
          webhookRows.reduce((each: Json, {path}) => {
            const rest = Object.entries((valueAt(each, path) ?? {}) as object).filter(
              ([name]) => name !== 'address' && name !== 'http_method',
            );
            return withValueAt(each, path, Object.fromEntries(rest));
          }, json);
        expect(isSame(addressless(linked(original, to)), addressless(original))).toBe(true);
      }),
    );
  });

  it('is put back beside what somebody else has changed, and never over it', () => {
    fc.assert(
      fc.property(application, destination, foreign, (original, to, meanwhile) => {
        const {kept, states} = linkTo(original, [to]);
        const theirs = change(states.at(-1), meanwhile);
        const {application: back, foreign: found} = undo(theirs, kept);
        for (const {path, before, ours} of kept) {
          const now = valueAt(theirs, path);
          const isTheirs = ![before, ...ours].some(each => isAsPut(now, each));
          expect(found.some(each => isSame(each.path, path))).toBe(isTheirs);
          expect(isAsPut(valueAt(back, path), isTheirs ? now : before)).toBe(true);
        }
        const touched = changesBetween(theirs, back).map(({path}) => text(path));
        for (const each of touched) expect(kept.some(({path}) => each.startsWith(text(path).slice(0, -1)))).toBe(true);
      }),
    );
  });

  it('is put back over it where that is asked for', () => {
    fc.assert(
      fc.property(application, destination, foreign, (original, to, meanwhile) => {
        const {kept, states} = linkTo(original, [to]);
        const {application: back} = undo(change(states.at(-1), meanwhile), kept, {force: true});
        for (const {path, before} of kept) expect(isAsPut(valueAt(back, path), before)).toBe(true);
      }),
    );
  });
});

describe('linked', () => {
  const of = (voice: Json, rtc?: Json) => ({
    capabilities: {voice: {webhooks: voice}, ...(rtc ? {rtc: {webhooks: rtc}} : {})},
  });
  const to: Destination = {url: 'https://one.ngrok.app', routes, keepsPaths: false};
  const get = (url: string, http_method = 'GET') => ({address: url, http_method});
  const one = (path: string, method = 'GET') => get(`https://one.ngrok.app${path}`, method);

  it.each([
    [
      'answer and event URL are set, whatever stands there',
      of({answer_url: get('https://a.example/x', 'POST'), event_url: get('')}),
      to,
      of({answer_url: one('/webhooks/answer', 'POST'), event_url: one('/webhooks/event', 'GET')}),
    ],
    [
      'where there are none, they are added with their usual methods',
      of({}),
      to,
      of({answer_url: one('/webhooks/answer'), event_url: one('/webhooks/event', 'POST')}),
    ],
    [
      'a fallback URL and RTC events go here, too, and these by POST',
      of(
        {
          answer_url: one('/webhooks/answer'),
          event_url: one('/webhooks/event'),
          fallback_answer_url: get('https://a.example'),
        },
        {event_url: get('https://a.example/rtc')},
      ),
      to,
      of(
        {
          answer_url: one('/webhooks/answer'),
          event_url: one('/webhooks/event'),
          fallback_answer_url: one('/webhooks/fallback'),
        },
        {event_url: one('/rtc', 'POST')},
      ),
    ],
    [
      'an empty fallback URL stays empty',
      of({answer_url: one('/webhooks/answer'), event_url: one('/webhooks/event'), fallback_answer_url: get('')}),
      to,
      of({answer_url: one('/webhooks/answer'), event_url: one('/webhooks/event'), fallback_answer_url: get('')}),
    ],
    [
      'in front of an application its own paths stay',
      of({answer_url: get('https://a.example/voice?x=1'), event_url: get('https://a.example')}),
      {...to, keepsPaths: true},
      of({answer_url: one('/voice?x=1'), event_url: one('/webhooks/event')}),
    ],
  ])('%s', (_, before, destination, after) => {
    expect(linked(before, destination)).toEqual(after);
  });
});
