import {marked, type Token} from 'marked';
import {describe, expect, it} from 'vitest';
import {savedText} from '../../source/output/saved-text.js';
import {saveFormats} from '../../source/store/save-formats.js';
import {CALL, eventDraft, observe} from '../helpers/seed.js';
import {hostile} from '../terminal/hostile.js';
import {worldOf} from './seed-call.js';

/** What text for a spreadsheet, a ticket, a web page or a diagram is attacked with, besides terminals. */
const forOthers = [
  ...['=1+1', '+1+1', '-1+1', '@SUM(1)', ' =1+1', '\u00a0=1+1', '＝1+1', '＋1', '－1', '＠x', '"=1+1', "'=1+1"],
  ...['x;=1+1;y', 'x; =1+1', 'x\t=1+1', 'x|=1+1', 'x,=1+1', 'x\r\n=1+1', '"x";=1+1', 'x;"=1+1"', "=cmd|' /C calc'!A0"],
  ...[
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '</td></tr></table><b>x',
    '<!-- x',
    '-->',
    '&lt;b&gt;',
  ],
  ...[
    '[x](javascript:alert(1))',
    '![x](http://evil.example/p.png)',
    '<http://evil.example>',
    '[x]: http://evil.example',
  ],
  ...['http://evil.example/x', 'www.evil.example', 'someone@evil.example', '@someone', '#12', 'a/b#12', '!7'],
  ...['a | b', 'a\\| b', '`', '```', '~~~', '> x', '# x', '- x', '1. x', '* * *', '---', '| - |', '**x**', '\\', '$x$'],
  ...[
    'end',
    'END x',
    'a;b',
    '#35;',
    '%%{init: {}}%%',
    'V->>A: x',
    'participant x',
    'Note over V: x',
    'loop x',
    'alt x',
    'as x',
  ],
];
const evil = [...forOthers, ...hostile.map(([, text]) => text)];

/** A call with this text in every field that a caller or an application chooses. */
const withText = (text: string) =>
  worldOf(
    observe([
      eventDraft({uuid: 'a', conversation_uuid: CALL, direction: 'inbound', status: 'started', from: text, to: text}),
      eventDraft({
        uuid: text,
        conversation_uuid: CALL,
        direction: 'outbound',
        status: 'failed',
        to: text,
        detail: text,
      }),
      eventDraft({uuid: 'a', conversation_uuid: CALL, reason: text}),
      eventDraft({uuid: 'a', conversation_uuid: CALL, type: text, speech: {results: [{text}]}, dtmf: {digits: text}}),
      eventDraft({[text]: text}),
    ]),
  );

const saved = (format: (typeof saveFormats)[number]['name'], text: string) =>
  savedText(format, withText(text), {takenAt: 0, payload: async () => undefined});

describe.each(saveFormats.map(({name}) => name))('what is saved as %s', format => {
  it('has no control character, whoever calls', async () => {
    for (const text of evil)
      expect((await saved(format, text)).replace(/\r?\n/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});

describe('CSV', () => {
  it.each([',', ';', '\t', '|'])('has no formula in any cell of a program that splits at %j', async separator => {
    for (const text of evil) {
      const lines = (await saved('csv', text)).trimEnd().split('\r\n');
      const cells = lines.flatMap(line => (separator === ',' ? cellsOf(line) : line.split(separator)));
      for (const cell of cells) expect(/^["\s]*[=+@＝＋＠－-](?![\d.]*$)/.test(cell) && cell).toBe(false);
    }
  });
});

describe('Markdown', () => {
  it('makes no HTML, no link, no picture and no block of any text', async () => {
    const plain = kinds(marked.lexer(await saved('markdown', 'x')));
    for (const text of evil) {
      const found = kinds(marked.lexer(await saved('markdown', text)));
      expect(found.filter(kind => !plain.includes(kind))).toEqual([]);
    }
  });
});

/** The cells of a line of RFC 4180. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
  );
}

/** Of what kinds the parts of a text are; a comment without a word in it is none. */
function kinds(tokens: readonly Token[]): string[] {
  const all: string[] = [];
  marked.walkTokens([...tokens], token => {
    if (token.raw !== '<!-- -->') all.push(token.type);
  });
  return [...new Set(all)];
}
