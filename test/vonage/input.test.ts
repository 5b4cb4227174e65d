import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {readWebhook} from '../../source/vonage/webhook.js';

const leg = {uuid: 'ab000000000000000000000000000001', conversation_uuid: 'CON-1'};

function read(request: {query?: Record<string, string>; body?: string}) {
  const path = `/webhooks/event${request.query ? `?${new URLSearchParams({...leg, ...request.query})}` : ''}`;
  const method = request.query ? 'GET' : 'POST';
  const fact = readWebhook('event', {method, path, headers: {}, body: request.body ?? ''});
  if (fact.kind === 'unreadable') throw new Error(fact.why);
  return fact;
}

const post = (body: object) => read({body: JSON.stringify({...leg, ...body})});
const get = (query: Record<string, string>) => read({query});

describe('Digits', () => {
  const pressed = fc.stringMatching(/^[0-9*#]{1,20}$/);
  const number = fc.stringMatching(/^[1-9][0-9]{0,19}$/);

  it.each<[string, fc.Arbitrary<string>, (digits: string) => {note?: string}]>([
    ['as a query', pressed, dtmf => get({dtmf, timed_out: 'false'})],
    ['as an object in a query', pressed, digits => get({dtmf: JSON.stringify({digits, timed_out: false})})],
    ['as a number in an object in a query', number, digits => get({dtmf: `{"digits":${digits},"timed_out":false}`})],
    ['as a text', pressed, dtmf => post({dtmf, timed_out: 'false'})],
    ['as a text in an object', pressed, digits => post({dtmf: {digits, timed_out: false}})],
    ['one by one', pressed, digits => post({dtmf: {digits: [...digits], timed_out: false}})],
    ['as a number', number, digits => read({body: `{"uuid":"a","dtmf": ${digits} ,"timed_out":false}`})],
    ['as a number in an object', number, digits => read({body: `{"uuid":"a","dtmf":{"digits":${digits}}}`})],
  ])('come through as they were pressed, %s', (_, digits, deliver) => {
    fc.assert(
      fc.property(digits, each => {
        expect(deliver(each)).toMatchObject({kind: 'input', note: `digits=${each}`});
      }),
    );
  });

  it.each(['42', '0042', '*12#', '1e3', '0x10', '#', '0'])('stay a text in a query: %s', dtmf => {
    expect(get({dtmf}).note).toBe(`digits=${dtmf}`);
  });
});

describe('How an input ended is told apart', () => {
  const over = {speech: {error: 'Speech overridden by DTMF'}};
  it.each<[string | undefined, object]>([
    ['# with no digits', {dtmf: {digits: '', timed_out: false}}],
    ['# with no digits', {dtmf: '', timed_out: 'false'}],
    ['# with no digits, over speech', {dtmf: {digits: '', timed_out: false}, ...over}],
    ['# with no digits, over speech', {dtmf: {digits: null, timed_out: false}, ...over}],
    ['digits=5 over speech', {dtmf: {digits: '5', timed_out: false}, ...over}],
    ['digits=5 timed out over speech', {dtmf: {digits: '5', timed_out: true}, ...over}],
    ['digits=12 timed out', {dtmf: {digits: '12', timed_out: true}}],
    ['digits=12 timed out', {dtmf: 12, timed_out: 'true'}],
    ['timed out, no digits', {dtmf: {digits: null, timed_out: true}, speech: {results: []}}],
    ['timed out, no digits', {dtmf: {digits: '', timed_out: true}, ...over}],
    ['timed out, no digits', {dtmf: '', timed_out: 'true'}],
    ['timed out, no digits', {dtmf: '', timed_out: true}],
    ['timed out, no digits', {dtmf: '', timed_out: 'True'}],
    ['timed out, no digits', {dtmf: {digits: '', timed_out: 1}}],
    ['# with no digits', {dtmf: {digits: '', timed_out: 0}, speech: {error: 'Speech was not enabled'}}],
    ['digits=0 timed out', {dtmf: {digits: '0', timed_out: 'TRUE'}}],
    ['no digits, no speech', {dtmf: {digits: null, timed_out: false}, speech: {results: []}}],
    ['speech="42"', {speech: {results: [{text: 42, confidence: '0.9'}]}}],
    ['speech="sales"', {speech: {results: [null, {confidence: 0.1}, {text: 'sales'}]}}],
    ['timed out, no digits', {dtmf: null, timed_out: true}],
    ['speech="sales"', {dtmf: {digits: null, timed_out: false}, speech: {results: [{text: 'sales', confidence: 0.9}]}}],
    ['start_timeout', {dtmf: {digits: null, timed_out: false}, speech: {timeout_reason: 'start_timeout', results: []}}],
  ])('%s', (note, body) => {
    expect(post(body).note).toBe(note);
    const query = Object.entries(body).map(([name, value]) => [
      name,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]);
    expect(get(Object.fromEntries(query)).note, 'as a query').toBe(note);
  });
});

describe('What came as a query', () => {
  it('says the same as JSON', () => {
    const query = {
      status: 'completed',
      direction: 'inbound',
      from: '0042',
      to: '442079460000',
      duration: '7',
      rate: '0.00450000',
      price: '1',
      network: '23410',
      sip_code: '486',
      disconnected_by: 'user',
      start_time: '2026-01-01T12:00:00.000Z',
      timestamp: '2026-01-01T12:00:07.000Z',
    };
    const asNumbers = {...query, duration: 7, network: 23410, sip_code: 486, price: 1};
    expect(get(query)).toEqual(post(query));
    expect(get(query)).toEqual(post(asNumbers));
    expect(get(query).facts).toMatchObject({
      from: '0042',
      durationMs: 7000,
      price: '1',
      network: '23410',
      sipCode: 486,
    });
  });

  it.each(['1e3', '0x10', '-7', 'Infinity', ' ', 'null'])('is no length where it is no plain number: %s', duration => {
    expect(get({status: 'completed', duration}).facts.durationMs).toBeUndefined();
  });

  it.each(['0042', '1e3', '0x10', '007', 'true', 'Alice'])('stays a text: a caller called %s', from => {
    expect(get({status: 'started', from}).facts.from).toBe(from);
  });

  it.each(['', ' ', {a: 1}, 7, null])('says no reason where none is a text: %j', reason => {
    const {kind, note} = post({reason, uuid: undefined});
    expect([kind, note]).toEqual(['error', reason === 7 ? '7' : undefined]);
  });

  it('has a recording’s size, also of one that is empty', () => {
    expect(get({recording_url: 'https://api.nexmo.com/v1/files/1', size: '12228'}).note).toBe('12228 bytes');
    expect(get({recording_url: '', size: '0'})).toMatchObject({kind: 'record', note: '0 bytes'});
    expect(post({recording_uuid: 'r'})).toMatchObject({kind: 'record', note: undefined, lacks: 'no address'});
    for (const size of ['many', -1, 0.5, 1e21, {}, null])
      expect(post({recording_url: 'https://api.nexmo.com/v1/files/1', size}).note).toBeUndefined();
  });
});
