import {describe, expect, it} from 'vitest';
import {refusalOf} from '../../source/intake/refusal.js';
import {checkNcco} from '../../source/vonage/ncco/check.js';

const asked = {method: 'GET', path: '/webhooks/answer', headers: {}};
const talk = {action: 'talk', text: 'Hello.'};
const transfer = (destination: object) => ({action: 'transfer', destination: {type: 'ncco', ...destination}});
const phone = {type: 'phone', number: '447700900000'};

/** What applications answer with in place of an NCCO, and what the check says to answer with instead. */
const bodies: [what: string, body: unknown, advice: RegExp][] = [
  ['a request to transfer a call', transfer({ncco: [talk]}), /answer with destination\.ncco alone/],
  [
    'a request to transfer a call by URL',
    transfer({url: ['https://example.com/']}),
    /the NCCO that destination\.url has/,
  ],
  ['a request to hang up', {action: 'hangup'}, /asked of the Voice API.+\[\] ends the call/],
  ['a request to mute', {action: 'mute'}, /asked of the Voice API/],
  ['a request to create a call', {to: [phone], from: phone, ncco: [talk]}, /create a call.+answer with its ncco alone/],
  ['such a request with a URL', {to: [phone], answer_url: ['https://example.com/']}, /create a call/],
  ['one action', talk, /put \[ and \] around it/],
  ['one action in capitals', {ACTION: 'talk'}, /put \[ and \] around it/],
  ['a wrapped NCCO', {ncco: [talk]}, /the array in ncco alone/],
  ['an empty wrapped NCCO', {ncco: []}, /the array in ncco alone/],
  ['a wrapped NCCO of another name', {actions: [talk]}, /the array in actions alone/],
  ['an NCCO wrapped twice', {data: {ncco: [talk]}}, /the array in data\.ncco alone/],
  ['a wrapped NCCO in an array', [{ncco: [talk]}], /the array in ncco alone/],
  ["a Lambda's answer", {statusCode: 200, body: JSON.stringify([talk])}, /what `body` holds alone/],
  ['an NCCO beside its status', [[talk], 200], /the inner array alone/],
  [
    'an NCCO beside its status and headers',
    [[talk], 200, {'Content-Type': 'application/json'}],
    /the inner array alone/,
  ],
  ['an array of PHP with gaps', {0: talk, 2: talk}, /array_values/],
  ['a receipt', {status: 'ok'}, /only says that the webhook has arrived/],
  ['another receipt', {success: true}, /only says that the webhook has arrived/],
  ['a receipt as a text', 'OK', /only says that the webhook has arrived/],
  ["FastAPI's error", {detail: 'Not Found'}, /error of your application/],
  ["a gateway's error", {message: 'Internal server error'}, /error of your application/],
  ['an error', {error: 'boom'}, /error of your application/],
  ['an address', 'https://example.com/ncco.json', /does not follow/],
  ['an NCCO made into JSON twice', JSON.stringify([talk]), /into JSON once/],
  ['an NCCO made into JSON three times', JSON.stringify(JSON.stringify([talk])), /into JSON once/],
  ['TwiML in a text', '<Response><Say>Hello</Say></Response>', /TwiML/],
  ['an empty object', {}, /empty object/],
  ['nothing', null, /this is null/],
  ['another object', {endpoint: [phone]}, /an object with "endpoint"/],
];

/** The same for what is no JSON at all. */
const texts: [what: string, text: string, advice: RegExp][] = [
  ['OK', 'OK', /only says that the webhook has arrived/],
  ['TwiML', '<?xml version="1.0"?><Response><Say>Hello</Say></Response>', /TwiML/],
  ['an error page', '<!doctype html><title>502</title>', /HTML or XML/],
  ['a page of ngrok', '<!DOCTYPE html><meta name="x"><p>ERR_NGROK_3200 at ngrok.com', /page of ngrok/],
  ['an object made into a text', '[object Object]', /JSON\.stringify/],
  ['a list as Python prints it', "[{'action': 'talk'}]", /json\.dumps/],
  ['a list as Ruby prints it', '[{:action=>"talk"}]', /to_json/],
  ['an array as PHP prints it', 'Array', /json_encode/],
  ['form data', 'action=talk&text=Hello', /form data/],
  ['two answers', `${JSON.stringify([talk])}${JSON.stringify([talk])}`, /A second JSON value begins here/],
  ['an action a line', `${JSON.stringify(talk)}\n${JSON.stringify(talk)}`, /A second JSON value begins here/],
  ['nothing', '', /The answer is empty/],
];

describe('what is no NCCO', () => {
  it.each([...bodies.map(([what, body, advice]) => [what, JSON.stringify(body), advice] as const), ...texts])(
    'gets advice that fits: %s',
    (_, text, advice) => {
      const findings = checkNcco(text);
      expect(findings).toMatchObject([{severity: 'error'}]);
      expect(findings[0]?.text).toMatch(advice);
    },
  );

  it.each([
    ...bodies
      .filter(([, body]) => !Array.isArray(body))
      .map(([what, body, advice]) => [what, JSON.stringify(body), advice] as const),
    ...texts.slice(0, -1),
  ])('gets the same advice where it is refused: %s', (_, text, advice) => {
    const reply = {status: 200, rawHeaders: ['Content-Type', 'application/json'], body: Buffer.from(text)};
    expect(refusalOf(reply, asked)?.text).toMatch(advice);
  });

  it('is known for TwiML by the type it has', () => {
    const body = Buffer.from('<Response><Say>Hello</Say></Response>');
    expect(refusalOf({status: 200, rawHeaders: ['Content-Type', 'text/xml'], body}, asked)?.text).toMatch(
      /text\/xml.+TwiML/,
    );
  });
});

describe('names in other letters', () => {
  const of = (ncco: unknown) =>
    checkNcco(JSON.stringify(ncco)).map(({severity, path, text}) => `${severity} ${path} ${text}`);

  it('are told one by one, and what they hold is checked as if they were right', () => {
    const connect = {Action: 'Connect', ENDPOINT: [{Type: 'Phone', number: 'abc'}], time_out: 9000};
    expect(of([connect, {ACTION: 'talk', TEXT: 'Hello.'}])).toEqual([
      'error [0].Action `Action` is written `action`: change it.',
      'error [0].Action "Connect" is written "connect": change it.',
      'error [0].ENDPOINT `ENDPOINT` is written `endpoint`: change it.',
      'error [0].ENDPOINT[0].Type `Type` is written `type`: change it.',
      'error [0].ENDPOINT[0].Type "Phone" is written "phone": change it.',
      expect.stringMatching(/^error \[0\]\.ENDPOINT\[0\]\.number /),
      'warning [0].time_out `time_out` is written `timeout`: change it.',
      'error [0].time_out `time_out` is 9000 s, and the Java SDK allows 1 to 7200 s: change it.',
      'error [1].ACTION `ACTION` is written `action`: change it.',
      'error [1].TEXT `TEXT` is written `text`: change it.',
    ]);
  });

  it('do not stand for a field that is there itself', () => {
    expect(of([{action: 'talk', text: 'Hello.', TEXT: 'Hi.'}])).toEqual([
      'warning [0].TEXT `talk` has no documented field "TEXT": did you mean `text`?',
    ]);
  });

  it('are guessed where another platform names the action so', () => {
    expect(of([{verb: 'say', text: 'Hello.'}])).toEqual([
      'error [0] The field `action` is missing: did you mean it by "verb"?',
    ]);
  });
});

describe('addresses that Vonage cannot reach', () => {
  const judged = (address: unknown) => checkNcco(JSON.stringify([{action: 'record', eventUrl: [address]}]));
  const socket = (uri: string) => {
    const endpoint = [{type: 'websocket', uri, 'content-type': 'audio/l16;rate=16000'}];
    return checkNcco(JSON.stringify([{action: 'connect', eventType: 'synchronous', endpoint}]));
  };

  it.each([
    'https://abc.ngrok.io:3000/e',
    'https://abc.ngrok-free.app:8080/e',
    'https://abc.eu.ngrok.io:5000/e',
    'https://abc.trycloudflare.com:3000/e',
    'https://abc-3000.euw.devtunnels.ms:3000/e',
    'http://abc.ngrok.io:443/e',
    'https://0.tcp.ngrok.io:12345/e',
    'http://2.tcp.eu.ngrok.io:12345/e',
    'https://localhost.:3000/e',
    'http://0.0.0.0:3000/e',
    'http://172.20.0.2/e',
    'http://100.64.1.1/e',
    'http://[fe80::1]/e',
    'http://host.docker.internal:3000/e',
    'http://app:3000/e',
    'http://lvh.me:3000/e',
    'http://127.0.0.1.nip.io/e',
    'https://example.com:80/e',
  ])('are warned of: %s', address => {
    expect(judged(address)).toMatchObject([{severity: 'warning', code: 'unreachable-url'}]);
  });

  it.each([
    'https://abc.ngrok.io/e',
    'https://abc.ngrok.io:443/e',
    'https://example.com:8443/e',
    'http://8.8.8.8:3000/e',
  ])('are not those: %s', address => {
    expect(judged(address)).toEqual([]);
  });

  it.each([
    ['tcp://0.tcp.ngrok.io:12345', /a TCP tunnel is no https address: start an HTTP tunnel/],
    ['0.tcp.ngrok.io:12345', /start an HTTP tunnel/],
    ['wss://abc.ngrok.io/e', /write "https:\/\/abc.ngrok.io\/e"/],
    ['abc.ngrok.io/e', /the scheme is missing: write "https:\/\/abc.ngrok.io\/e"/],
    ['//abc.ngrok.io/e', /the scheme is missing/],
    ['https:/abc.ngrok.io/e', /write "https:\/\/abc.ngrok.io\/e"/],
    ['https://https://abc.ngrok.io/e', /stands there twice/],
    ['/webhooks/event', /your public host in front/],
    ['https://', /no host stands there/],
    ['mailto:anna@example.com', /a whole URL/],
  ])('are no URL at all: %s', (address, advice) => {
    const findings = judged(address);
    expect(findings).toMatchObject([{severity: 'error', code: 'not-a-url'}]);
    expect(findings[0]?.text).toMatch(advice);
  });

  it('need wss for a WebSocket', () => {
    expect(socket('https://abc.ngrok.io/s')[0]?.text).toMatch(
      /its scheme must be ws or wss: write "wss:\/\/abc.ngrok.io\/s"/,
    );
    expect(socket('wss://abc.ngrok.io:8080/s')).toMatchObject([{code: 'unreachable-url'}]);
  });
});
