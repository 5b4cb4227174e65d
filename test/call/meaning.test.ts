import {readFileSync} from 'node:fs';
import {describe, expect, it} from 'vitest';
import {everything, explain} from '../../source/call/explain.js';
import {explainWords} from '../../source/commands/explain.js';
import {textLine} from '../../source/output/text-line.js';
import {problems} from '../../source/poller/problem.js';
import {endingOf} from '../../source/world/read/ending.js';
import {problemsOf} from '../../source/world/read/problems.js';
import {socketRules} from '../../source/world/read/socket-problems.js';
import {emptyWorld} from '../../source/world/world.js';
import {fold} from '../helpers/fold.js';
import {eventDraft, observe} from '../helpers/seed.js';

const conversation = 'CON-aaaaaaaa-bbbb-4ccc-8ddd-000000000001';
const start = Date.parse('2026-11-20T12:00:00.000Z');
const stamp = (seconds: number) => new Date(start + seconds * 1000).toISOString();

/** The World after one outbound leg that was started and then came to an end. */
function afterLeg(end: {status: string; detail?: string; sip_code?: number}) {
  const leg = {uuid: 'leg-1', conversation_uuid: conversation, direction: 'outbound', from: '4477', to: '4478'};
  const events = [
    {...leg, status: 'started', timestamp: stamp(0)},
    {...leg, ...end, timestamp: stamp(5)},
    ...(end.status === 'rejected' ? [] : [{...leg, status: 'completed', timestamp: stamp(6)}]),
  ];
  return fold(emptyWorld(), observe(events.map(eventDraft), start));
}

function said(world: ReturnType<typeof afterLeg>) {
  const call = world.conversations.get(conversation);
  if (!call) throw new Error('the call was not seen');
  return {verdict: endingOf(world, call), problems: problemsOf(world, call)};
}

const of = (kind: string) => everything().filter(each => each.kind === kind);

describe('every sentence', () => {
  it.each(everything().map(each => [`${each.kind} ${each.word}`, each] as const))(
    'of %s is plain and whole',
    (_, each) => {
      const {meaning, advice} = each;
      expect(meaning).toMatch(/^[A-Z][^\n]{10,160}\.$/);
      if (advice !== undefined) expect(advice).toMatch(/^(invalid_|[A-Z])[^\n]{5,250}\.?$/);
    },
  );

  it.each(everything().map(({kind, word}) => [word, kind] as const))(
    '%s (%s) is found by its own word',
    (word, kind) => {
      const found = explain(word.replace('*', 'any').replace(/^(\d\d\d) .*/, '$1'));
      if (word !== 'any other reason') expect(found.map(each => each.kind)).toContain(kind);
    },
  );

  it('has a next step wherever a call went wrong', () => {
    const unhappy = ['busy', 'cancelled', 'timeout', 'unanswered', 'failed', 'rejected'];
    const wrong = [
      ...of('status of a leg').filter(({word}) => unhappy.includes(word)),
      ...of('detail'),
      ...of('SIP code').filter(({word}) => !word.startsWith('200')),
      ...of('API error code'),
      ...of('HTTP status of the API'),
      ...of('reason of an NCCO error'),
      ...of('reason of a fallback request'),
    ];
    expect(wrong.filter(({advice}) => advice === undefined)).toEqual([]);
  });
});

describe('what the sources name is explained', () => {
  const statuses = [
    ...['started', 'ringing', 'answered', 'busy', 'cancelled', 'unanswered', 'timeout', 'rejected', 'failed'],
    ...['disconnected', 'human', 'machine', 'completed', 'complete', 'canceled'],
  ];
  const details = [
    ...['cannot_route', 'number_out_of_service', 'internal_error', 'invalid_number', 'restricted', 'declined'],
    ...['unavailable', 'timeout', 'carrier_timeout'],
  ];
  const reasons = [
    ...['ok', 'busy', 'not_found', 'request_terminated', 'bad_extension', 'busy_here', 'request_timeout'],
    ...['temporarily_unavailable', 'forbidden', 'gone', 'bad_gateway', 'flow_failed'],
  ];
  const apiCodes = [
    ...['conversation:error:not-found', 'conversation:error:not-allowed', 'member:error:not-found'],
    ...['conversation:error:member-not-found', 'event:error:not-found', 'user:error:not-found'],
    ...['conversation:error:invalid-member-state', 'conversation:error:member-already-joined'],
    ...['conversation:error:duplicate-name', 'http:error:validation-fail', 'http:error:method-not-allowed'],
    ...['http:error:not-found', 'system:error:invalid-token', 'system:error:expired-token', 'system:error:permission'],
    ...['system:error:invalid-session', 'system:error:internal-error', 'leg:error:not-found', 'leg:error:anything'],
    ...['unauthorized', 'rate-limit', 'BAD_REQUEST', '429', '401', '404', '400', '403', '409', '500'],
  ];

  it.each(statuses)('the status %s', word => {
    expect(explain(`status ${word}`)).toMatchObject([{kind: 'status of a leg'}]);
  });

  it.each(details)('the detail %s', word => {
    expect(explain(`detail ${word}`)).toMatchObject([{kind: 'detail', word}]);
  });

  it.each(['200', '404', '480', '486', '603', ...reasons])('the SIP code or reason %s', word => {
    expect(explain(word)).not.toEqual([]);
  });

  it.each(apiCodes)('the API error %s', word => {
    expect(explain(word)).not.toEqual([]);
  });

  it('every code of the published error answers', () => {
    const names: {file: string; area: string}[] = JSON.parse(
      readFileSync(new URL('../samples/index.json', import.meta.url), 'utf8'),
    );
    const codes = names.flatMap(({file, area}) => {
      if (!/error-/.test(file)) return [];
      const text = readFileSync(new URL(`../samples/${area}/${file}`, import.meta.url), 'utf8');
      return [...text.matchAll(/"(?:code": *"|type": *"[^"]*#)([a-z-]+(?::[a-z:-]+)?)"/g)].map(
        ([, code]) => code ?? '',
      );
    });
    expect(codes.length).toBeGreaterThan(8);
    expect(codes.filter(code => code !== 'string' && explain(code).length === 0)).toEqual([]);
  });
});

describe('the verdict line and the problems', () => {
  const details = of('detail').map(({word, meaning, advice}) => [word, meaning, advice] as const);

  it.each(details)('say the sentence of the detail %s', (detail, meaning, advice) => {
    const status = ['invalid_number', 'restricted', 'declined'].includes(detail) ? 'rejected' : 'failed';
    const {verdict, problems} = said(afterLeg({status, detail, sip_code: 486}));
    expect(verdict).toContain(`${status} (${detail}, SIP 486): ${meaning}`);
    expect(problems).toMatchObject([{code: 'unhappy-end', text: `${status}: ${meaning}`, advice}]);
  });

  const codes = of('SIP code').filter(({word}) => !word.startsWith('200'));

  it.each(codes.map(({word, meaning}) => [Number(word.split(' ')[0]), meaning] as const))(
    'say the sentence of SIP %i',
    (sip_code, meaning) => {
      expect(said(afterLeg({status: 'unanswered', sip_code})).verdict).toContain(`SIP ${sip_code}): ${meaning}`);
    },
  );

  it.each(['busy', 'cancelled', 'timeout', 'unanswered', 'failed', 'rejected'])('say the sentence of %s', status => {
    const [known] = explain(`status ${status}`);
    expect(said(afterLeg({status})).verdict).toContain(known?.meaning ?? '?');
  });

  it('fall back to the status when the detail is one that nobody documented', () => {
    const [failed] = explain('status failed');
    expect(said(afterLeg({status: 'failed', detail: 'oops'})).verdict).toContain(`failed (oops): ${failed?.meaning}`);
  });

  const ofError = (reason: string) =>
    said(fold(emptyWorld(), observe([eventDraft({reason, conversation_uuid: conversation, timestamp: stamp(0)})])));

  it.each(of('reason of an NCCO error').map(({word, meaning, advice}) => [word, meaning, advice] as const))(
    'say the sentence of an NCCO error such as "%s"',
    (reason, meaning, advice) => {
      expect(ofError(reason).problems).toMatchObject([
        {code: 'ncco-error', text: `${meaning} Reason: ${reason}`, advice},
      ]);
    },
  );

  it('say the reason of an NCCO error once the call is over, with one full stop', () => {
    const leg = {uuid: 'leg-1', conversation_uuid: conversation, direction: 'inbound', status: 'completed'};
    const reason = 'Syntax error in NCCO. Invalid value type or action.';
    const drafts = [
      {...leg, timestamp: stamp(1)},
      {reason, conversation_uuid: conversation, timestamp: stamp(0)},
    ];
    expect(said(fold(emptyWorld(), observe(drafts.map(eventDraft), start))).verdict).toMatch(
      /^Vonage could not use the NCCO .* Reason: Syntax error in NCCO\. Invalid value type or action\.$/,
    );
  });

  const ofFallback = (reason: string) => {
    const original_request = {url: 'https://example.com/webhooks/answer', type: 'answer'};
    const body = JSON.stringify({uuid: 'leg-1', conversation_uuid: conversation, reason, original_request});
    const raw = {method: 'POST', path: '/webhooks/fallback', headers: {}, body};
    return said(fold(emptyWorld(), [{source: 'fallback', raw, seq: 1, at: start}]));
  };

  it.each(of('reason of a fallback request').map(({word, meaning, advice}) => [word, meaning, advice] as const))(
    'say the sentence of a fallback because of "%s"',
    (reason, meaning, advice) => {
      const [problem] = ofFallback(reason).problems;
      expect(problem?.text).toContain(`Vonage used the fallback URL: ${meaning}`);
      expect(problem?.advice).toBe(advice);
    },
  );

  it('reach the lines', () => {
    const world = afterLeg({status: 'busy', sip_code: 486});
    const call = world.conversations.get(conversation);
    const [problem] = said(world).problems;
    if (!call || !problem) throw new Error('there is no problem');
    const line = textLine(world, {kind: 'problem', conversation: call, problem}, (_, text) => text);
    expect(line).toContain('busy: The called party is on another call. Try again later.');
  });
});

describe('what the poller says of a refusal', () => {
  const circumstances = {host: 'api.nexmo.com', conversation, asked: 'events'};

  it.each(of('API error code').map(({word, meaning}) => [word.replace('*', 'any'), meaning] as const))(
    'has the sentence of %s',
    (code, meaning) => {
      for (const problem of [problems.refused, problems.forbidden]) {
        expect(problem.text({...circumstances, error: {status: 400, code}})).toContain(`, ${code}). ${meaning} `);
      }
    },
  );

  it.each(['unauthorized', 'forbidden', 'rate-limited', 'server-error', 'refused'] as const)(
    'shows Vonage’s own detail: %s',
    code =>
      expect(problems[code].text({...circumstances, error: {status: 400, detail: 'Its own words.'}})).toContain(
        ': Its own words.',
      ),
  );

  it('advises to top up where there is no credit, whether the body says so or the status alone', () => {
    for (const error of [{status: 402}, {status: 403, code: 'low-balance'}])
      for (const problem of [problems.refused, problems.forbidden])
        expect(problem.text({...circumstances, error})).toContain('Top it up in the Vonage dashboard.');
  });

  it('has none where the code is not documented', () => {
    const error = {status: 400, code: 'odd:error:code', detail: 'No.'};
    expect(problems.refused.text({...circumstances, error})).toContain(
      '(400, odd:error:code): No. Check --api-url. It is asked',
    );
  });
});

describe('convo-monitor explain', () => {
  function run(words: string[], format?: 'ndjson') {
    const printed = {out: '', err: ''};
    const status = explainWords(
      {words, format},
      {
        out: text => {
          printed.out += text;
        },
        err: text => {
          printed.err += text;
        },
      },
    );
    return {status, ...printed};
  }

  it('says what a word means and what to do next', () => {
    expect(run(['486']).out).toBe(
      '486 busy_here (SIP code)\n  The called party is on another call.\n  Next: Try again later.\n',
    );
  });

  it('gives all meanings of a word that has several, or the one that was asked for', () => {
    expect(run(['404']).out).toMatch(/\(SIP code\)[\s\S]*\(HTTP status of the API\)/);
    expect(run(['sip', '404']).out).not.toContain('HTTP');
    expect(run(['Timeout']).out).toMatch(/\(status of a leg\)[\s\S]*\(detail\)/);
  });

  it('takes the text of an NCCO error as it came', () => {
    expect(run('Syntax error in NCCO. Invalid value type or action.'.split(' ')).out).toContain(
      'convo-monitor ncco FILE',
    );
  });

  it('lists everything when no word is given', () => {
    const {status, out} = run([]);
    expect(status).toBe(0);
    for (const {word, meaning} of everything()) {
      expect(out).toContain(word);
      expect(out).toContain(meaning);
    }
  });

  it('prints objects for programs', () => {
    const {out} = run(['rate-limit'], 'ndjson');
    expect(JSON.parse(out)).toEqual({
      kind: 'API error code',
      word: 'rate-limit',
      meaning: expect.any(String),
      advice: expect.any(String),
    });
  });

  it.each([
    ['cancled', 'Did you mean cancelled?'],
    ['nonsense-of-some-kind', 'convo-monitor explain'],
    ['constructor', 'Nothing is known'],
    ['\u001b]0;x\u0007', 'Nothing is known'],
  ])('says that %j is not known, and exits 2', (word, answer) => {
    const {status, out, err} = run([word]);
    expect([status, out]).toEqual([2, '']);
    expect(err).toContain(answer);
    expect(err).not.toMatch(/[\u0007\u001b]/);
  });
});

describe('WebSockets of legs', () => {
  it('have a meaning for each problem that is found', () => {
    const known = of('problem of a WebSocket').map(({word}) => word);
    expect(known.toSorted()).toEqual(socketRules.map(({code}) => code).toSorted());
    for (const each of of('problem of a WebSocket')) expect(each.advice, each.word).toBeDefined();
  });

  it.each<[string, RegExp]>([
    ['1006', /without a close frame/],
    ['close 1011', /Something failed/],
    ['4001', /the application’s own/],
    ['close 4999', /the application’s own/],
    ['3000', /a library or framework/],
    ['frame-size', /20 ms of audio/],
  ])('are explained by their words: %s', (words, meaning) => {
    expect(explain(words)).toMatchObject([{meaning: expect.stringMatching(meaning)}]);
  });

  it('have no code beyond 4999, nor below 1000', () => {
    expect([...explain('5000'), ...explain('999'), ...explain('close 2000')]).toEqual([]);
  });
});
