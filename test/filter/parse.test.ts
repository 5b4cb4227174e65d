import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {eventTypes} from '../../source/call/event-types.js';
import type {Filter} from '../../source/filter/filter.js';
import {parseFilter} from '../../source/filter/parse.js';
import {printFilter} from '../../source/filter/print.js';
import {anyText} from '../helpers/filters.js';

const word = (text: string): Filter => ({kind: 'text', value: {text}});
const field = (name: string, op: ':' | '=' | '>', ...values: string[]): Filter => ({
  kind: 'field',
  field: name,
  op,
  values: values.map(text => ({text})),
});

describe('parseFilter', () => {
  it.each<[string, Filter | undefined]>([
    ['', undefined],
    ['  ', undefined],
    ['busy', word('busy')],
    ['busy +4477', {kind: 'and', of: [word('busy'), word('+4477')]}],
    ['"call failed"', word('call failed')],
    ['"say \\"hi\\""', word('say "hi"')],
    ['/time.?out/i', {kind: 'text', value: {regex: 'time.?out', flags: 'i'}}],
    ['!busy', {kind: 'not', of: word('busy')}],
    ['not not busy', word('busy')],
    ['a or b c', {kind: 'or', of: [word('a'), {kind: 'and', of: [word('b'), word('c')]}]}],
    ['(a or b) and c', {kind: 'and', of: [{kind: 'or', of: [word('a'), word('b')]}, word('c')]}],
    ['leg:L1,L2', field('leg', ':', 'L1', 'L2')],
    ['type:member:*', field('type', ':', 'member:*')],
    ['note:"a, b"', field('note', ':', 'a, b')],
    ['type:/^sip/', {kind: 'field', field: 'type', op: ':', values: [{regex: '^sip', flags: ''}]}],
    ['lat>500', field('lat', '>', '500')],
    ['status!=busy', {kind: 'not', of: field('status', '=', 'busy')}],
    ['by:webhook', field('witness', ':', 'W')],
    ['witness:=', field('witness', ':', '=')],
    ['DIR:Inbound', field('dir', ':', 'in')],
  ])('reads %s', (text, expected) => {
    expect(parseFilter(text)).toEqual({...(expected && {filter: expected}), errors: []});
  });

  it.each([
    'audio:dtmf',
    'member:joined',
    'leg:status:update',
    'sip:hangup',
    'wss://example.com/a',
    'digits=1',
    '12:04:11',
  ])('finds %s as it stands, because that is how the screen shows it', text => {
    expect(parseFilter(text)).toEqual({filter: word(text), errors: []});
  });

  it.each([...eventTypes.keys()])('finds the event type %s as it stands', type => {
    expect(parseFilter(type)).toEqual({filter: word(type), errors: []});
  });

  it.each<[string, string, string]>([
    ['typ:dtmf', 'typ', 'no such field: typ — did you mean type?'],
    ['zzzzzz:1', 'zzzzzz', 'no such field: zzzzzz'],
    ['is:problm', 'problm', 'is cannot be problm: did you mean problem?'],
    ['dir:sideways', 'sideways', 'dir cannot be sideways: it is one of in, out'],
    ['lat>fast', 'fast', 'lat takes a time span, such as 500, 500ms, 1.5s or 2min'],
    ['dup>x', 'x', 'dup takes a number, such as 3'],
    ['at>25:00', '25:00', 'at takes a time, such as 12:04:11'],
    ['reply>=4xx', '4xx', 'write a number: reply>=400'],
    ['type>dtmf', 'type>', 'type has no order: write type: instead of type>'],
    ['leg:', ':', 'leg: what? For example leg:L1,L2'],
    ['/a+*/', '/a+*/', 'the regular expression cannot be used: two quantifiers'],
    ['/a/g', '/a/g', 'the only flag is i'],
    ['"open', '"open', 'the quotation has no closing "'],
    ['(a', '(', 'this ( is not closed'],
    ['a)', ')', 'this ) closes nothing'],
    ['()', '()', 'nothing in the brackets'],
    ['a or', 'or', 'nothing to the right of or'],
    ['and a', 'and', 'nothing to the left of and'],
    ['a !', '!', 'what shall not be?'],
  ])('underlines what is wrong in %s', (text, underlined, message) => {
    const [error] = parseFilter(text).errors;
    expect(error && text.slice(error.from, error.to)).toBe(underlined);
    expect(error?.text).toContain(message);
  });

  it.each([
    ['leg:L1 typ:dtmf', 'leg:L1'],
    ['leg:L1 is:', 'leg:L1'],
    ['busy or', 'busy'],
    ['(busy or failed', 'busy or failed'],
    ['busy "call fai', 'busy "call fai"'],
    ['busy /tim', 'busy /tim/'],
    ['busy /tim(', 'busy'],
    ['busy not', 'busy'],
    ['leg:L1,', 'leg:L1'],
    ['typ:', undefined],
  ])('applies what can be read of %s', (text, rest) => {
    const {filter, errors} = parseFilter(text);
    expect(errors).not.toEqual([]);
    expect(filter).toEqual(rest === undefined ? undefined : parseFilter(rest).filter);
  });

  it('never throws, and points into the text', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({unit: 'binary', maxLength: 60})), text => {
        for (const {from, to} of parseFilter(text).errors) {
          expect(from).toBeGreaterThanOrEqual(0);
          expect(to).toBeGreaterThan(from);
          expect(to).toBeLessThanOrEqual(text.length);
        }
      }),
      {numRuns: 1000},
    );
  });

  it.each(['(', '!', 'not ', 'a or ', '"', '[', '/', 'leg:,', 'a=', '\ud800'])('reads 100,000 times %j', piece => {
    expect(parseFilter(piece.repeat(100_000)).errors.at(-1)?.text).toContain('longer than 1000');
  });

  it('gives the same filter again when it is printed and read', () => {
    fc.assert(
      fc.property(anyText, text => {
        const {filter} = parseFilter(text);
        fc.pre(filter !== undefined);
        const printed = printFilter(filter);
        expect(parseFilter(printed)).toEqual({filter, errors: []});
      }),
      {numRuns: 1000},
    );
  });

  it('prints what people would write', () => {
    const print = (text: string) => {
      const {filter} = parseFilter(text);
      return filter && printFilter(filter);
    };
    expect(print('leg:L1,L2 and (type:dtmf or !status!=busy)')).toBe('leg:L1,L2 (type:dtmf or status=busy)');
    expect(print('"and" "two words" not (a b)')).toBe('"and" "two words" not (a b)');
    expect(print('audio:dtmf note:"a,b"')).toBe('audio:dtmf note:"a,b"');
  });
});
