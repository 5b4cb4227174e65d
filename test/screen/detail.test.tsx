import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Draft, Observation} from '../../source/call/observation.js';
import type {Look} from '../../source/screen/look.js';
import {detailPane} from '../../source/screen/panes/detail.js';
import {detailRows} from '../../source/store/detail/rows.js';
import type {Model} from '../../source/store/model.js';
import {press} from '../../source/store/press.js';
import {widthOf} from '../../source/text/printable.js';
import {ALICE, answerDraft, apiDraft, eventDraft, observe, tableWebhooks} from '../helpers/seed.js';
import {frame, linesOf, modelOf, penFor, pressed} from './frame.js';

/** The Conversation API's view of two of Alice's events; of the first it names another caller. */
const polled = apiDraft('events', {
  _embedded: {
    data: {
      events: [
        sip(7, 'sip:ringing', '2018-10-25T09:26:20.993Z', {from: {number: '447700000009'}}),
        sip(8, 'sip:answered', '2018-10-25T09:26:30.345Z', {}),
      ],
    },
  },
});

function sip(id: number, type: string, timestamp: string, channel: object) {
  return {id, type, timestamp, body: {channel: {id: ALICE.leg, type: 'phone', ...channel}, direction: 'inbound'}};
}

const call = observe([answerDraft, ...tableWebhooks().map(eventDraft), polled]);
const model = modelOf(call);
/** Alice's answered is the third from the end. */
const answered = pressed(model, 'k', 'k', 'Enter');

describe('The stream', () => {
  it('says where witnesses contradict each other and who kept silent', () => {
    const rows = frame(model);
    expect(rows.find(row => row.includes('L1  ◔ ringing'))).toContain('= L1  ◔ ringing ≠');
    expect(rows.find(row => row.includes('L2  ◔ ringing'))).toContain('W L2  ◔ ringing ∅A');
  });

  it('calls a status the same before and after a webhook tells of it', () => {
    const row = frame(modelOf(observe([polled]))).find(each => each.includes('◔'));
    expect(row).toMatch(/A L1 {2}◔ ringing /);
  });
});

describe('The detail', () => {
  it('begins with what is known, then shows each message as JSON', () => {
    const withoutScrollbar = frame(answered).map(row => row.replace(/█$/, '│'));
    expect(withoutScrollbar.slice(1, 17)).toEqual([
      '┌▸ 7 Detail · L1 answered ───────────────────────── ▸json  raw  http  compare ─┐',
      '│ event     answered  API: sip:answered                                        │',
      '│ leg L1    797168e24c19a3c45e74e05b10fef2b5                                   │',
      '│ stamped   09:26:30.340  arrived 09:26:30.380                                 │',
      '│ seen by   webhook, api                                                       │',
      '│                                                                              │',
      '│ ▾ POST /webhooks/event                                                       │',
      '│  {                                                                           │',
      '│    "headers": {},                                                            │',
      '│    "from": "447700000001",                                                   │',
      '│    "to": "447700000002",                                                     │',
      '│    "uuid": "797168e24c19a3c45e74e05b10fef2b5",                               │',
      '│    "conversation_uuid": "CON-bc643220-2542-499a-892e-c982c4150c06",          │',
      '│    "status": "answered",                                                     │',
      '│    "direction": "inbound",                                                   │',
      '│    "timestamp": "2018-10-25T09:26:30.340Z"                                   │',
    ]);
  });

  it('says first what the witnesses say differently', () => {
    const ringing = pressed(model, 'g', 'j', 'j', 'Enter');
    expect(frame(ringing).join('\n')).toMatch(/│ from\s+≠webhook 447700000001 {2}≠ {2}api 447700000009/);
  });

  it('folds a message under its title, and the next event keeps it folded', () => {
    const folded = pressed(answered, 'j', 'j', 'j', 'j', 'j', 'h');
    expect(frame(folded).join('\n')).toContain('▸ POST /webhooks/event');
    expect(frame(folded).join('\n')).not.toContain('"status": "answered"');
    expect(frame(pressed(folded, 'Esc', 'k', 'Enter')).join('\n')).not.toContain('"status"');
    expect(frame(pressed(folded, 'l')).join('\n')).toContain('"status": "answered"');
  });

  it('folds the object that a value is in, and moves there', () => {
    const end = pressed(answered, 'G', 'k', 'k', 'k', 'h');
    const rows = frame(end).join('\n');
    expect(rows).toMatch(/▸ +"channel": \{ id, type \}/);
    expect(rows).not.toContain('"type": "phone"');
    expect(frame(pressed(end, 'Enter')).join('\n')).toContain('"type": "phone"');
  });

  it('goes up at once after it went to the end', () => {
    const end = pressed(answered, 'G');
    expect(pressed(end, 'k').view.scroll).toBe(end.view.scroll - 1);
  });

  it('shows the body as it came, and the headers, on tabs of their own', () => {
    expect(frame(pressed(answered, '}')).join('\n')).toContain('│ {"headers":{},"from":"447700000001"');
    expect(frame(pressed(answered, '}', '}')).join('\n')).toContain('│ content-type: application/json');
    expect(frame(pressed(answered, '}', '{'))).toEqual(frame(answered));
  });

  it('puts what each witness says side by side, and the payloads where there is room', () => {
    const compared = pressed(modelOf(call, {columns: 120, rows: 40}), 'g', 'j', 'j', 'Enter', '{');
    const rows = frame(compared).join('\n');
    expect(rows).toMatch(/│ +webhook +api +│/);
    expect(rows).toMatch(/│ from +≠447700000001 +447700000009 +│/);
    expect(rows).toMatch(/"status": "ringing",? +"type": "phone"|"status": "ringing"/);
    const narrow = frame(pressed(modelOf(call, {columns: 60}), 'g', 'j', 'j', 'Enter', '{')).join('\n');
    expect(narrow).toMatch(/│ from +≠webhook 447700000001 +│\n│ +api {5}447700000009 +│/);
  });

  it('shows where the two marked events differ, what always differs last', () => {
    const diff = pressed(model, 'k', 'k', 'Space', 'k', 'Space', 'd');
    expect(frame(diff).slice(1, 12)).toEqual([
      '┌▸ 7 Two events ─────────────────────────────  json  raw  http  compare ▸diff ─┐',
      '│ - 09:26:30.277  L2 answered                                                  │',
      '│ + 09:26:30.340  L1 answered                                                  │',
      '│                                                                              │',
      '│ ≠ /from  "Unknown" → "447700000001"                                          │',
      '│ ≠ /to  "447700000003" → "447700000002"                                       │',
      '│ ≠ /direction  "outbound" → "inbound"                                         │',
      '│ ≠ /uuid                                                                      │',
      '│   - "30cecc87-7ac9-4d03-910a-e9d69558263c"                                   │',
      '│   + "797168e24c19a3c45e74e05b10fef2b5"                                       │',
      '│ ≠ /timestamp  "2018-10-25T09:26:30.277Z" → "2018-10-25T09:26:30.340Z"        │',
    ]);
  });
});

describe('Times in the detail', () => {
  const first = (keys: string[], tab: string[] = []) => frame(pressed(answered, ...tab, ...keys)).join('\n');

  it('are written as those of the stream, and say what they are counted from', () => {
    expect(first(['t'])).toMatch(/│ stamped +09:26:30\.340 {2}arrived 09:26:30\.380 UTC +[│█]/);
    expect(first(['t', 't'])).toMatch(/│ stamped +\+11\.370 {2}arrived \+11\.410 since start +[│█]/);
    expect(first(['t', 't', 't'])).toMatch(/│ stamped +\+0\.063 {2}arrived \+0\.103 since previous +[│█]/);
  });

  it('are so on the tabs compare and diff, but not in bodies', () => {
    expect(first(['t', 't'], ['{'])).toMatch(/│ stamp +webhook +\+11\.370|│ stamp +\+11\.370 +\+11\.375/);
    const diff = pressed(model, 'k', 'k', 'Space', 'k', 'Space', 'd', 't', 't', 't');
    expect(frame(diff).slice(2, 4)).toEqual([
      expect.stringMatching(/^│ - \+\d+\.\d{3} {2}L2 answered/),
      expect.stringMatching(/^│ \+ \+0\.063 {2}L1 answered/),
    ]);
    expect(frame(diff).join('\n')).toContain('/timestamp  "2018-10-25T09:26:30.277Z"');
  });
});

describe('What the search finds in the detail', () => {
  const lines = (at: Model, look: Look, width = 78) =>
    linesOf(detailPane.draw(at, penFor(look), {width, height: 30}).rows, width, look).map(row => row.trimEnd());
  const mono: Look = {depth: 'mono', ascii: false};
  const found = (text: string) => `\x1b[1;4m${text}\x1b[22;24m`;
  const inverse = (text: string) => `\x1b[7m${text}\x1b[27m`;
  const search = (text: string, ...more: string[]) => pressed(answered, '/', ...text, 'Enter', ...more);

  it('stands out without colour, and the place of the cursor most', () => {
    const rows = lines(search('4477'), {...mono, theme: 'mono'});
    expect(rows.find(row => row.includes('"from"'))).toContain(`"${inverse('4477')}00000001"`);
    expect(rows.find(row => row.includes('"to"'))).toContain(`"${found('4477')}00000002"`);
    expect(lines(search('4477'), mono).join('\n')).not.toMatch(/\x1b\[7m.*"from/);
  });

  it('has a sign in front where there are no styles at all', () => {
    const rows = lines(search('4477'), {depth: 'none', ascii: false});
    expect(rows).toContainEqual(expect.stringContaining('"from": "▸447700000001"'));
    expect(rows).toContainEqual(expect.stringContaining('"to": "*447700000002"'));
  });

  it('stands out across the rows that a value is broken into, and as the escapes that it is shown as', () => {
    const rows = lines(search('e24c19a3c45e74e05b10'), {...mono, theme: 'mono'}, 30);
    const marked = [...rows.join('').matchAll(/\x1b\[1;4m(.*?)\x1b/g)].map(([, text]) => text).join('');
    expect(marked).toMatch(/^(e24c19a3c45e74e05b10)+$/);
  });

  it('is on the screen, whatever is searched in whatever payload', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', 'B', ' ', '\x1b', '\n', '漢', '😀', 'e\u0301', '\u0301', '"', '/'),
      minLength: 1,
    });
    fc.assert(
      fc.property(text, text, fc.nat(3), fc.integer({min: 20, max: 100}), (value, wanted, tabs, width) => {
        const known = {conversation_uuid: 'CON-1', uuid: 'leg-1', status: 'ringing', timestamp: '2026-01-01T00:00:00Z'};
        const observations = observe([eventDraft({...known, value: `${value}${wanted}${value}`})]);
        const keys = ['Enter', ...Array.from({length: tabs}, () => '}'), '/', ...wanted, 'Enter', 'n'];
        const plain = lines(pressed(modelOf(observations), ...keys.slice(0, tabs + 1)), mono, width);
        const marked = lines(pressed(modelOf(observations), ...keys), mono, width);
        const bare = (rows: string[]) => rows.map(row => row.replaceAll(/\x1b\[[\d;]*m/g, '').trimEnd());
        expect(bare(marked).toSorted()).toEqual(bare(plain).toSorted());
        for (const row of marked) expect(row.replaceAll(/\x1b\[[\d;]*m/g, '')).not.toMatch(/\p{Cc}/u);
      }),
      {numRuns: 200},
    );
  });
});

describe('y in the detail', () => {
  /** What is copied on the first row that shows something. */
  const copied = (at: Model, shown: RegExp) => {
    const rows = detailRows(at);
    const row = rows.findIndex(each => shown.test(JSON.stringify(each)));
    const {effect, view} = press({...at, view: {...at.view, scroll: row}}, 'y');
    return effect?.type === 'copy' ? [effect.what, effect.text] : view?.message?.text;
  };

  it.each<[name: string, keys: string, shown: RegExp, copied: string[] | string]>([
    ['a string without its quotes', '', /"kind":"json".*"\/status"|hook\/status/, ['/status', 'answered']],
    ['an object as JSON', '', /"key":"channel"/, ['/body/channel', `{\n  "id": "${ALICE.leg}",\n  "type": "phone"\n}`]],
    [
      'the whole body on its bracket',
      '',
      /"path":"hook","depth":0/,
      ['body', expect.stringMatching(/^\{\n {2}"headers": \{\}/)],
    ],
    [
      'the body on the title of its message',
      '',
      /"kind":"title"/,
      ['body', expect.stringMatching(/^\{"headers":\{\}/)],
    ],
    ['the id of the leg', '', /"name":"leg"/, ['leg id', ALICE.leg]],
    ['a time', '', /"name":"time"/, ['time', '2018-10-25T09:26:30.340Z']],
    ['a line of the raw body', '}', /"kind":"text"/, ['line', expect.stringMatching(/^\{"headers"/)]],
    ['a header', '} }', /"kind":"header"/, ['header content-type', 'application/json']],
    ['what the witnesses say', '{', /"field":"type"/, ['type', 'answered\nsip:answered']],
    ['nothing where there is nothing', '', /"kind":"blank"/, 'This row shows no value to copy: j and k go to others.'],
  ])('copies %s', (_, keys, shown, expected) => {
    expect(copied(pressed(answered, ...keys.split(' ').filter(Boolean)), shown)).toEqual(expected);
  });

  it('copies what the second of two events has, or what only the first had', () => {
    const diff = pressed(model, 'k', 'k', 'Space', 'k', 'Space', 'd');
    expect(copied(diff, /"path":"\/from"/)).toEqual(['/from of the second event', '447700000001']);
  });

  it('copies the id of the leg elsewhere', () => {
    expect(press(pressed(model, 'k', 'k'), 'y').effect).toEqual({type: 'copy', what: 'leg id', text: ALICE.leg});
  });
});

describe('A payload that nobody expected', () => {
  it('is shown on every tab in rows as wide as the screen, and drives no terminal', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', '\x1b[2J', '\r', '\n', '\u202e', '漢', '😀', 'e\u0301', '"', '\\', '}'),
    });
    const body = fc.oneof(
      fc.jsonValue({maxDepth: 6}),
      fc.dictionary(text, text),
      fc.array(fc.dictionary(text, text)),
      text,
    );
    fc.assert(
      fc.property(
        body,
        text,
        fc.nat(3),
        fc.array(fc.constantFrom('j', 'h', 'l', 'G', 'k'), {maxLength: 8}),
        (value, name, tabs, keys) => {
          const raw = {
            method: 'POST',
            path: `/webhooks/event?${name}`,
            headers: {[`x-${name}`]: name},
            body: typeof value === 'string' ? value : JSON.stringify(value),
          };
          const known = {
            conversation_uuid: 'CON-1',
            uuid: 'leg-1',
            status: 'ringing',
            timestamp: '2026-01-01T00:00:00Z',
            value,
          };
          const drafts: Draft[] = [{source: 'event', raw}, eventDraft(known)];
          const hostile = pressed(
            modelOf(drafts.map((draft, i): Observation => ({...draft, seq: i + 1, at: 1e12 + i}))),
            'Enter',
            ...Array.from({length: tabs}, () => '}'),
            ...keys,
          );
          for (const row of frame(hostile)) {
            expect(widthOf(row)).toBeLessThanOrEqual(80);
            expect(row).not.toMatch(/[\p{Cc}\u202e]/u);
          }
        },
      ),
      {numRuns: 60},
    );
  });
});

describe('A payload nested deeper than anything can recurse', () => {
  it.each([100, 600, 1900, 100_000])('is shown: %i lists in each other', depth => {
    const known = {conversation_uuid: 'CON-1', uuid: 'leg-1', status: 'ringing', timestamp: '2026-01-01T00:00:00Z'};
    const nested = eventDraft({...known, status: 'answered'});
    if (nested.source !== 'event') throw new Error('No event.');
    nested.raw.body = `${nested.raw.body.slice(0, -1)},"deep":${'['.repeat(depth)}${']'.repeat(depth)}}`;
    // What has more values than any webhook is not read, and belongs to no call.
    const isRead = depth < 2000;
    const observations = (isRead ? [eventDraft(known), nested] : [nested]).map(
      (each, i): Observation => ({...each, seq: i + 1, at: 1e12 + i}),
    );
    const opened = pressed(modelOf(observations), ...(isRead ? ['k', 'Space', 'j'] : ['Space']), 'Enter');
    for (const shown of [opened, pressed(opened, 'G'), pressed(opened, 'd')]) {
      expect(frame(shown).join('\n')).toMatch(/\[\[\[\[|▾ +\[|\],? +│/);
    }
  });
});

describe('Bookmarks', () => {
  it('stay on their events, and the stream can be left with them alone', () => {
    const marked = pressed(model, 'k', 'k', 'm', 'g', 'm');
    expect(frame(marked).filter(row => row.includes('★'))).toHaveLength(2);
    const only = pressed(marked, 'M');
    expect(frame(only).join('\n')).toContain('only ★');
    expect(frame(only).filter(row => /│.★. \d\d:/.test(row))).toHaveLength(2);
    expect(pressed(only, 'M').view.onlyBookmarks).toBe(false);
    expect(pressed(only, 'Esc').view.onlyBookmarks).toBe(false);
  });
});
