import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readNcco} from '../../source/simulator/ncco/schema.js';
import {actions} from '../../source/vonage/ncco/actions.js';
import {checkNcco, isError} from '../../source/vonage/ncco/check.js';
import {endpoints} from '../../source/vonage/ncco/endpoints.js';
import type {NccoFields, Rule} from '../../source/vonage/ncco/rules.js';
import {start} from './start.js';

/** A value that a field could have, right or nearly so. */
function likely(rule: Rule): fc.Arbitrary<unknown> {
  const word = fc.constantFrom<unknown>(
    '',
    ' ',
    'x',
    'CON-1',
    'sip:a@b.example',
    '1',
    5,
    '447700900000',
    '{{name}}',
    null,
  );
  const links = fc.constantFrom<unknown>('https://example.com/a.mp3', 'wss://example.com', '/a', 'http://localhost', 5);
  switch (rule.is) {
    case 'number':
      return fc.constantFrom<unknown>(
        rule.range[0],
        rule.range[0] - 1,
        rule.range[1],
        '1',
        ' 2 ',
        'two',
        0.5,
        1e9,
        null,
        true,
      );
    case 'flag':
      return fc.constantFrom<unknown>(true, false, 'true', 'False', ' true ', 'yes', 1, null);
    case 'choice':
      return fc.constantFrom<unknown>(...rule.of, ...rule.of.map(one => one.toUpperCase()), 'other', 3, null);
    case 'phone':
      return fc.constantFrom<unknown>('447700900000', 447700900000, '+447700900000', '123', 'TO_NUMBER', null);
    case 'url':
      return links;
    case 'urls':
      return fc.oneof(fc.array(links, {maxLength: 2}), links);
    case 'list':
      return fc.oneof(fc.array(likely(rule.of), {maxLength: 2}), likely(rule.of));
    case 'object':
      return fc.oneof({weight: 5, arbitrary: objectOf(rule.fields)}, {weight: 1, arbitrary: word});
    case 'endpoints': {
      const one = fc.constantFrom(...endpoints).chain(([type, {fields}]) => objectOf(fields, {type}));
      return fc.oneof({weight: 5, arbitrary: fc.array(one, {maxLength: 2})}, {weight: 1, arbitrary: one});
    }
    case 'map':
    case 'anything':
      return fc.constantFrom<unknown>({}, {a: null}, [], 'x', null);
    case 'text':
      return rule.pattern ? fc.oneof(word, fc.constantFrom('en-US', '#', 'audio/l16;rate=16000')) : word;
  }
}

/** Fields now and then spelt otherwise, as people do. */
const spelling = fc.constantFrom<(name: string) => string>(
  ...Array.from({length: 8}, () => (name: string) => name),
  name => name.toLowerCase(),
  name => `${name}s`,
);

function objectOf(fields: NccoFields, tag: Record<string, string> = {}): fc.Arbitrary<Record<string, unknown>> {
  const each = [...fields].map(([name, rule]) => {
    const given = fc.tuple(spelling, likely(rule)).map(([spell, value]) => [[spell(name), value] as const]);
    return fc.oneof(
      {weight: rule.required ? 9 : 1, arbitrary: given},
      {weight: rule.required ? 1 : 5, arbitrary: fc.constant([])},
    );
  });
  return fc.tuple(...each).map(entries => ({...tag, ...Object.fromEntries(entries.flat())}));
}

const action = fc.constantFrom(...actions).chain(([name, {fields}]) => objectOf(fields, {action: name}));

describe('the stand-in', () => {
  it('refuses what the NCCO check calls an error, and carries out what it warns of', () => {
    let refused = 0;
    const runs = 3000;
    fc.assert(
      fc.property(fc.array(action, {maxLength: 3}), ncco => {
        const body = JSON.stringify(ncco);
        const isWrong = checkNcco(body, 'application/json').some(isError);
        if (isWrong) refused++;
        expect(readNcco(body, 'application/json').reason !== undefined, body).toBe(isWrong);
      }),
      {numRuns: runs},
    );
    // Neither of the two is a rare case.
    expect(refused).toBeGreaterThan(runs / 10);
    expect(refused).toBeLessThan((runs * 9) / 10);
  });

  it.each([
    ['a byte order mark', '\uFEFF[{"action":"record"}]', 'application/json', undefined],
    ['a field twice', '[{"action":"wait","timeout":1,"timeout":2}]', 'application/json', undefined],
    ['no content type', '[{"action":"record"}]', '', undefined],
    ['plain text as content type', '[{"action":"record"}]', 'text/plain', undefined],
    [
      'an NCCO as HTML',
      '[{"action":"record"}]',
      'text/html; charset=utf-8',
      'Invalid content type: text/html; charset=utf-8',
    ],
    [
      'an NCCO as XHTML',
      '[{"action":"record"}]',
      'application/xhtml+xml',
      'Invalid content type: application/xhtml+xml',
    ],
    ['a trailing comma', '[{"action":"record"},]', 'application/json', expect.stringMatching(/^Syntax error in NCCO/)],
    [
      'one error behind a hundred warnings',
      `[${'{"action":"wait","x":1},'.repeat(150)}{"action":"tlak"}]`,
      '',
      expect.stringMatching(/^Syntax error in NCCO/),
    ],
  ])('judges %s as the check does', (_, body, contentType, reason) => {
    expect(readNcco(body, contentType).reason).toEqual(reason);
  });

  it.each([
    ['a number that is none', [{action: 'connect', endpoint: [{type: 'phone', number: 'TO_NUMBER'}]}]],
    ['a URL that is no array', [{action: 'stream', streamUrl: 'https://example.com/a.mp3'}]],
    ['barge-in without a question', [{action: 'talk', text: 'Hello.', bargeIn: true}]],
    ['a field out of range', [{action: 'record', endOnSilence: 60}]],
    ['a mistyped field that is needed', [{action: 'talk', txt: 'Hello.'}]],
  ])('ends a call whose NCCO has %s, and tells why in Vonage’s words', async (_, ncco) => {
    const run = await start(({path}) => (path === '/answer' ? {body: ncco} : undefined));
    const outcome = await run.vonage.place('answered');
    await run.close();
    const [error] = run.server.events().filter(({reason}) => reason !== undefined);
    expect(error).toEqual({
      reason: 'Syntax error in NCCO. Invalid value type or action.',
      conversation_uuid: outcome.conversation,
      timestamp: expect.any(String),
    });
    expect(run.server.statuses()).toEqual(['inbound started', 'inbound ringing', 'inbound completed']);
  });

  it('names the cause in its own lines', async () => {
    const said: string[] = [];
    const run = await start(({path}) => (path === '/answer' ? {body: [{action: 'tlak', text: 'Hello.'}]} : undefined), {
      onAction: ({text}) => void said.push(text),
    });
    await run.vonage.place('answered');
    await run.close();
    expect(said.find(text => text.startsWith('error event'))).toBe(
      'error event: Syntax error in NCCO. Invalid value type or action. (There is no action "tlak", so Vonage refuses the NCCO: did you mean "talk"?)',
    );
  });
});
