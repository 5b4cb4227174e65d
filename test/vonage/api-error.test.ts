import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {readApiError} from '../../source/vonage/api-error.js';
import {sample} from './api-sample.js';

const now = Date.parse('2026-11-20T12:00:00Z');
const noAccess = 'Conversation does not exist, or you do not have access.';
const trace = '00a5916655d650e920ccf0daf40ef4ee';

describe('an error of the API', () => {
  it.each([
    ['error-v0.1-404-conversation', {code: 'conversation:error:not-found', detail: noAccess}],
    [
      'error-v0.3-404-conversation',
      {code: 'conversation:error:not-found', title: 'Not found.', detail: noAccess, trace},
    ],
    [
      'error-v0.3-401-invalid-token',
      {
        code: 'system:error:invalid-token',
        title: 'Unauthorized.',
        detail: 'You did not provide a valid token. Please provide a valid token.',
        trace,
      },
    ],
    [
      'error-v0.3-400-member-create',
      {code: 'http:error:validation-fail', title: 'Bad request.', detail: 'Input validation failure.', trace},
    ],
    [
      'error-v0.3-409-duplicate-name',
      {
        code: 'conversation:error:duplicate-name',
        title: 'Conflict.',
        detail:
          'The request failed because the conversation name already exists. ' +
          'Please provide a unique conversation name and try again.',
        trace,
      },
    ],
    [
      'error-v0.3-500',
      {code: 'system:error:internal-error', title: 'Internal Error.', detail: 'Something went wrong.', trace},
    ],
    [
      'error-v1-python-401',
      {
        code: 'unauthorized',
        title: 'Unauthorized',
        detail: 'You did not provide correct credentials.',
        trace: 'a813c536-43f6-4568-acbf-f36ef2db955a',
      },
    ],
    [
      'error-v1-python-404',
      {
        code: 'user:error:not-found',
        title: 'Not found.',
        detail: 'User does not exist, or you do not have access.',
        trace,
      },
    ],
    [
      'error-v1-python-429',
      {
        code: 'rate-limit',
        title: 'Rate Limit Hit',
        detail: 'Please wait, then retry your request',
        trace: 'bf0ca0bf927b3b52e3cb03217e1a1ddf',
      },
    ],
    ['error-v1-python-500', {title: 'Internal Server Error', trace: '272c5fa3-c02a-4451-b33c-d01e8de74023'}],
    [
      'error-inactive-conversation',
      {
        code: 'conversation:error:not-allowed',
        detail:
          'The request failed because the current state of the conversation is INACTIVE. ' +
          'Only GET and DELETE actions are allowed.',
      },
    ],
  ])('%s is read', (name, expected) => {
    const {http_status: status, body} = sample(name) as {http_status: number | null; body: unknown};
    expect(readApiError(status ?? 400, {}, JSON.stringify(body), now)).toEqual({status: status ?? 400, ...expected});
  });

  it.each([
    ['rest-error-400-bad-request', {code: 'BAD_REQUEST', title: 'Bad Request', detail: 'event_url: Is required.'}],
    ['rest-error-400-vapi', {title: 'Bad Request', detail: 'number: can contain up to 15 digits prefixed with +'}],
    [
      'rest-error-404-code-description',
      {code: 'http:error:not-found', detail: 'Endpoint does not exist, or you do not have access.'},
    ],
  ])("of the Voice API's style, %s, is read", (name, expected) => {
    const body = readFileSync(new URL(`../samples/voice/${name}.json`, import.meta.url), 'utf8');
    expect(readApiError(400, {}, body, now)).toEqual({status: 400, ...expected});
  });

  it.each([[''], ['<html>'], ['null'], ['[]'], ['{"title":'], ['{"code":{}}']])(
    'with the body %j is its status',
    body => {
      expect(readApiError(502, {}, body, now)).toEqual({status: 502});
    },
  );

  it('names the trace that support can look up', () => {
    expect(readApiError(500, {'x-nexmo-trace-id': 'abc'}, '{"instance":"def"}', now)).toEqual({
      status: 500,
      trace: 'abc',
    });
  });
});

describe('Retry-After', () => {
  it.each([
    ['1', 1000],
    [' 2 ', 2000],
    ['3600', 60_000],
    ['1000000000', 60_000],
    ['Fri, 20 Nov 2026 12:00:07 GMT', 7000],
    ['Fri, 20 Nov 2026 14:00:00 GMT', 60_000],
    ['Fri, 20 Nov 2026 11:00:00 GMT', undefined],
    ['0', undefined],
    ['-1', undefined],
    ['1e9', undefined],
    ['1.5', undefined],
    ['abc', undefined],
    ['2026-11-20', undefined],
    ['Fri, 99 Xyz 2026 12:00:07 GMT', undefined],
    ['', undefined],
    [undefined, undefined],
    [['1', '2'], undefined],
  ])('%j means a wait of %s ms', (value, expected) => {
    expect(readApiError(429, {'retry-after': value}, '', now).retryAfterMs).toBe(expected);
  });
});
