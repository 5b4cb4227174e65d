import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {AnswerDifference} from '../../../source/call/answer-difference.js';
import type {RawResponse} from '../../../source/call/observation.js';
import {answerDifferences} from '../../../source/store/replayed/compare.js';

const talk = (text: string) => ({action: 'talk', text});
const input = {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 4}};

/** An answer of 200 with JSON, or with a text as it is. */
function answered(body: unknown, more: Partial<RawResponse> = {}): RawResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return {status: 200, headers: {'content-type': 'application/json'}, body: text, ...more};
}

/** A difference as it is read aloud. */
function said({what, place, kind, before, now}: AnswerDifference): string {
  const name = [what, place].filter(Boolean).join(' ');
  return kind === 'moved' ? `${name} moved: ${now}` : `${name}: ${before ?? '–'} → ${now ?? '–'}`;
}

describe('two answers to one webhook', () => {
  it.each<[string, RawResponse, RawResponse, string[]]>([
    ['the same', answered([talk('Hi')]), answered([talk('Hi')]), []],
    [
      'the same but for white space, order of members and headers of the server',
      answered('[{"action":"talk","text":"Hi"}]', {headers: {'content-type': 'application/json', date: 'then'}}),
      answered('[ {\n"text": "Hi", "action": "talk"} ]\n', {
        headers: {'content-type': 'Application/JSON', date: 'now'},
      }),
      [],
    ],
    ['another status', answered([]), answered([], {status: 500}), ['status: 200 → 500']],
    [
      'another content type',
      answered([]),
      answered([], {headers: {'content-type': 'text/html'}}),
      ['content-type: application/json → text/html'],
    ],
    ['a redirection', answered(''), answered('', {headers: {location: '/login'}}), ['location: – → /login']],
    [
      'another text in an action',
      answered([talk('Hi'), input]),
      answered([talk('Hello'), input]),
      ['NCCO action 1 (talk) /text: Hi → Hello'],
    ],
    [
      'a number that became a text',
      answered([input]),
      answered([{...input, dtmf: {maxDigits: '4'}}]),
      ['NCCO action 1 (input) /dtmf/maxDigits: 4 → "4"'],
    ],
    [
      'one action more, in front',
      answered([input]),
      answered([talk('Hi'), input]),
      ['NCCO action 1 (talk): – → {"action":"talk","text":"Hi"}'],
    ],
    [
      'another order of actions',
      answered([talk('Hi'), input]),
      answered([input, talk('Hi')]),
      ['NCCO action 1 (talk) moved: action 2'],
    ],
    ['other JSON', answered({ok: true, n: 1}), answered({ok: false}), ['body /ok: true → false', 'body /n: 1 → –']],
    ['a list that became an object', answered([]), answered({}), ['body /: [] → {}']],
    ['lines of a text', answered('one\ntwo\nthree'), answered('one\n2\nthree'), ['body: two → –', 'body: – → 2']],
    [
      'no body any more',
      answered([talk('Hi')]),
      answered('', {headers: {}}),
      ['content-type: application/json → –', 'body: [{"action":"talk","text":"Hi"}] → –'],
    ],
    [
      'more than is kept',
      answered('a', {cut: 300_000}),
      answered('a', {cut: 300_001}),
      ['body: 300000 bytes → 300001 bytes'],
    ],
  ])('%s', (_, then, now, differences) => {
    expect(answerDifferences(then, now).map(said)).toEqual(differences);
  });

  it('says of one that could not be used what was wrong with it, and not how long was waited', () => {
    const failed = (code: string, detail?: string) => ({failure: {code, text: 'A sentence.', detail}});
    expect(answerDifferences(failed('status', '500'), answered([])).map(said)).toEqual(['answer: status 500 → 200']);
    expect(answerDifferences(failed('status', '500'), failed('status', '500'))).toEqual([]);
    expect(answerDifferences(failed('timeout', '4.5 s'), failed('timeout', '5 s'))).toEqual([]);
  });

  it('finds something exactly where the values are not the same', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue({maxDepth: 2}), {maxLength: 4}), fc.jsonValue({maxDepth: 2}), (ncco, other) => {
        expect(answerDifferences(answered(ncco), answered(JSON.stringify(ncco, null, 2)))).toEqual([]);
        expect(answerDifferences(answered(ncco), answered([...ncco, other]))).not.toEqual([]);
      }),
    );
  });
});
