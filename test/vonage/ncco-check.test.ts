import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {isByTheWay} from '../../source/call/finding.js';
import {checkNcco} from '../../source/vonage/ncco/check.js';

const codesOf = (text: string) =>
  checkNcco(text).map(({severity, code, path}) => `${severity} ${code} ${path ?? ''}`.trim());
const of = (action: object, ...more: object[]) => codesOf(JSON.stringify([action, ...more]));
const connect = (endpoint: unknown, more: object = {}) =>
  of({action: 'connect', endpoint, from: '447700900001', ...more});
const call = (endpoint: object) =>
  connect([endpoint], {eventType: 'synchronous'}).map(said => said.replace('[0].endpoint[0]', '').trim());

describe('text that is not an NCCO', () => {
  it.each([
    ['nothing', '', 'empty', '1:1'],
    ['blanks', ' \n ', 'empty', '1:1'],
    ['an error page', '<!doctype html><p>502', 'markup', '1:1'],
    ['plain text', 'Hello World', 'plain-text', '1:1'],
    ['a trailing comma in an object', '[\n {"action": "record",}\n]', 'trailing-comma', '2:21'],
    ['a trailing comma in an array', '[{"action": "record"},]', 'trailing-comma', '1:22'],
    ['single quotes', "[{'action': 'record'}]", 'single-quotes', '1:3'],
    ['mixed quotes', `[{"action": "record',\n}]`, 'mixed-quotes', '1:13'],
    ['curly quotes', '[{“action”: "record"}]', 'curly-quotes', '1:3'],
    ['a name without quotes', '[{action: "record"}]', 'unquoted', '1:3'],
    ['a value without quotes', '[{"action": record}]', 'unquoted', '1:13'],
    ['a missing comma between fields', '[{"action": "talk"\n "text": "a"}]', 'missing-comma', '2:2'],
    ['a missing comma between actions', '[{"action": "record"}\n{"action": "record"}]', 'missing-comma', '2:1'],
    ['a missing colon', '[{"action" "record"}]', 'missing-colon', '1:12'],
    ["another language's literal", '[{"action": "record", "beepStart": True}]', 'literal', '1:36'],
    ['a comment', '[ // the first\n]', 'comment', '1:3'],
    ['a missing bracket', '[{"action": "record"}', 'not-closed', '1:1'],
    ['brackets that cross', '[{"action": "record"]', 'not-closed', '1:21'],
    ['text after the end', '[{"action": "record"}] }', 'extra-text', '1:24'],
    ['a raw tab in a text', '[{"action": "talk", "text": "a\tb"}]', 'control-character', '1:31'],
    ['an unknown escape', '[{"action": "talk", "text": "C:\\x"}]', 'escape', '1:32'],
    ['a number with a leading zero', '[{"action": "record", "timeOut": 007}]', 'number', '1:34'],
    ['one object', '{"action": "record"}', 'not-an-array', '1:1'],
    ['a wrapped array', '{"ncco": []}', 'not-an-array', '1:1'],
    ['JSON in JSON', JSON.stringify('[{"action":"record"}]'), 'not-an-array', '1:1'],
    ['arrays 5,000 deep', '['.repeat(5000), 'too-deep', '1:33'],
    ['a closed nest 5,000 deep', `${'['.repeat(5000)}${']'.repeat(5000)}`, 'too-deep', '1:33'],
  ])('says of %s what it is and where', (_, text, code, place) => {
    const findings = checkNcco(text);
    expect(findings).toMatchObject([{severity: 'error', code}]);
    expect(findings.map(({line, column}) => `${line}:${column}`)).toEqual([place]);
  });

  it('says of more than anybody says only that, without looking through it', () => {
    expect(codesOf(`[${'{},'.repeat(20_000)}{}]`)).toEqual(['error too-long']);
  });

  it('counts columns in characters, and lines by any line end', () => {
    expect(checkNcco('[\r\n{"action": "talk", "text": "😀"}\r,]')).toMatchObject([{line: 3, column: 1}]);
    expect(checkNcco('["😀" 1]')).toMatchObject([{line: 1, column: 6}]);
  });

  it('reads on behind a byte order mark, with a warning', () => {
    expect(codesOf('\uFEFF[{"action":"record"}]')).toEqual(['warning byte-order-mark']);
  });

  it('takes an empty array for a call that ends at once', () => {
    expect(codesOf('[]')).toEqual(['warning no-actions']);
  });

  it('never throws, and accepts as JSON exactly what JSON.parse accepts', () => {
    const broken = fc.string({unit: fc.constantFrom(...'[]{}:,"\'\\ \n\t01.-+eEtrufalsn/#“')});
    const whole = fc.json({maxDepth: 5});
    const cut = fc.tuple(whole, fc.nat(), fc.nat()).map(([text, from, to]) => text.slice(0, from) + text.slice(to));
    fc.assert(
      fc.property(fc.oneof(broken, whole, cut), text => {
        const refused = checkNcco(text).some(({code}) => syntaxCodes.has(code));
        expect(refused).toBe(!parses(text));
      }),
      {numRuns: 2000},
    );
  });
});

const syntaxCodes = new Set(
  'empty markup plain-text too-deep trailing-comma missing-comma missing-colon single-quotes curly-quotes mixed-quotes'
    .split(' ')
    .concat('unquoted literal comment not-closed extra-text control-character escape number unexpected'.split(' ')),
);

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('actions', () => {
  it.each([
    ['speak', 'did you mean "talk"?'],
    ['tlak', 'did you mean "talk"?'],
    ['steam', 'did you mean "stream"?'],
    ['conference', 'did you mean "conversation"?'],
    ['dial', 'did you mean "connect"?'],
    ['constructor', 'use one of talk, stream, input, connect, conversation, record, notify, wait, transfer.'],
    ['hangup', 'remove it, as the call ends after the last action.'],
  ])('offers something for the unknown action %s', (action, advice) => {
    const [finding, ...rest] = checkNcco(JSON.stringify([{action}]));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({severity: 'error', code: 'unknown-action', path: '[0].action'});
    expect(finding?.text.endsWith(advice)).toBe(true);
  });

  it.each([
    [{}, 'error missing-action [0]'],
    [{action: null}, 'error missing-action [0]'],
    [{action: 5}, 'error unknown-action [0].action'],
    [[{action: 'talk'}], 'error wrong-type [0]'],
    ['talk', 'error wrong-type [0]'],
  ])('refuses %j as an action', (action, said) => {
    expect(codesOf(JSON.stringify([action]))).toEqual([said]);
  });

  it('asks what an input waits for, and calls each endpoint by its article', () => {
    const [input] = checkNcco('[{"action":"input","type":[]}]');
    expect(input).toMatchObject({
      severity: 'error',
      path: '[0].type',
      text: expect.stringContaining('"dtmf" or "speech"'),
    });
    const said = (type: string) =>
      checkNcco(JSON.stringify([{action: 'connect', from: '447700900001', endpoint: [{type}]}]));
    expect(['app', 'vbc'].map(type => said(type)[0]?.text.slice(0, 15))).toEqual([
      'An app endpoint',
      'A vbc endpoint ',
    ]);
  });

  it.each([
    [{action: 'talk'}, 'text'],
    [{action: 'talk', text: null}, 'text'],
    [{action: 'stream'}, 'streamUrl'],
    [{action: 'connect'}, 'endpoint'],
    [{action: 'conversation'}, 'name'],
    [{action: 'notify', payload: {}}, 'eventUrl'],
    [{action: 'notify', eventUrl: ['https://example.com/']}, 'payload'],
    [{action: 'transfer'}, 'conversationId'],
  ])('misses the required field of %j', (action, field) => {
    expect(of(action)).toEqual([`error missing-field [0].${field}`]);
  });

  it('only warns of a missing input type, which official examples leave out', () => {
    expect(of({action: 'input'})).toEqual(['warning missing-field [0].type']);
  });

  const input = {action: 'input', type: ['dtmf', 'speech']};
  it.each([
    ['talk text', {action: 'talk', text: 'x'.repeat(1501)}, 'error too-long [0].text'],
    ['talk level', {action: 'talk', text: 'x', level: 2}, 'error out-of-range [0].level'],
    ['talk loop', {action: 'talk', text: 'x', loop: -1}, 'error out-of-range [0].loop'],
    ['talk loop in parts', {action: 'talk', text: 'x', loop: 1.5}, 'error out-of-range [0].loop'],
    ['record channels', {action: 'record', split: 'conversation', channels: 33}, 'error out-of-range [0].channels'],
    ['record silence', {action: 'record', endOnSilence: 11}, 'error out-of-range [0].endOnSilence'],
    ['record time', {action: 'record', timeOut: 2}, 'error out-of-range [0].timeOut'],
    ['record key', {action: 'record', endOnKey: '##'}, 'error wrong-value [0].endOnKey'],
    ['record format', {action: 'record', format: 'flac'}, 'error wrong-value [0].format'],
    ['input time', {...input, dtmf: {timeOut: 11}}, 'error out-of-range [0].dtmf.timeOut'],
    ['input digits, by most', {...input, dtmf: {maxDigits: 21}}, 'warning out-of-range [0].dtmf.maxDigits'],
    ['input digits, by all', {...input, dtmf: {maxDigits: 23}}, 'error out-of-range [0].dtmf.maxDigits'],
    ['speech silence', {...input, speech: {endOnSilence: 0.3}}, 'error out-of-range [0].speech.endOnSilence'],
    ['speech start', {...input, speech: {startTimeout: 61}}, 'error out-of-range [0].speech.startTimeout'],
    ['speech sensitivity', {...input, speech: {sensitivity: 5}}, 'warning out-of-range [0].speech.sensitivity'],
    ['speech legs', {...input, speech: {uuid: ['a', 'b']}}, 'warning too-many [0].speech.uuid'],
    ['wait, which is clamped', {action: 'wait', timeout: 9000}, 'warning out-of-range [0].timeout'],
    ['conversation id', {action: 'transfer', conversationId: 'abc'}, 'error wrong-value [0].conversationId'],
  ])('knows the limit of %s', (_, action, said) => {
    expect(of(action)).toEqual([said]);
  });

  it('does not count the tags of SSML against the limit of spoken text', () => {
    expect(of({action: 'talk', text: `<speak>${'<break time="1s"/>x'.repeat(1000)}</speak>`})).toEqual([]);
    expect(of({action: 'talk', text: `<speak>${'x'.repeat(1501)}</speak>`})).toEqual(['error too-long [0].text']);
  });

  it.each([
    [{action: 'talk', text: 5}, 'warning number-text [0].text'],
    [{action: 'talk', text: 'x', loop: '2'}, 'warning string-number [0].loop'],
    [{action: 'talk', text: 'x', loop: 'two'}, 'error wrong-type [0].loop'],
    [{action: 'talk', text: 'x', loop: true}, 'error wrong-type [0].loop'],
    [{action: 'talk', text: ['x']}, 'error wrong-type [0].text'],
    [{action: 'talk', text: 'x', premium: 'True'}, 'warning string-flag [0].premium'],
    [{action: 'talk', text: 'x', premium: 'yes'}, 'error wrong-type [0].premium'],
    [{action: 'talk', text: 'x', premium: null}, 'warning null-field [0].premium'],
    [{action: 'talk', text: 'x', providerOptions: 'y'}, 'error wrong-type [0].providerOptions'],
    [{action: 'input', type: 'dtmf'}, 'error wrong-type [0].type'],
    [{action: 'input', type: ['voice']}, 'error wrong-value [0].type[0]'],
    [{action: 'input', type: ['dtmf'], dtmf: 4}, 'error wrong-type [0].dtmf'],
    [{action: 'record', eventMethod: 'post'}, 'warning wrong-case [0].eventMethod'],
    [{action: 'notify', payload: 'x', eventUrl: ['https://example.com/']}, 'error wrong-type [0].payload'],
    [{action: 'conversation', name: 'x', canSpeak: 'leg'}, 'error wrong-type [0].canSpeak'],
    [{action: 'conversation', name: ''}, 'error empty-text [0].name'],
    [{action: 'talk', text: ' '}, 'error empty-text [0].text'],
    [{action: 'talk', text: '<speak> </speak>'}, 'error empty-text [0].text'],
  ])('tells a wrong type from one that Vonage accepts: %j', (action, said) => {
    expect(of(action)).toEqual([said]);
  });

  it.each([
    [{action: 'record', eventurl: ['https://example.com/']}, '`eventurl` is written `eventUrl`: change it.'],
    [{action: 'record', timeout: 5}, '`timeout` is written `timeOut`: change it.'],
    [{action: 'record', beep_start: true}, '`beep_start` is written `beepStart`: change it.'],
    [{action: 'talk', text: 'x', langauge: 'en-GB'}, 'did you mean `language`?'],
    [{action: 'talk', text: 'x', sound: 'x'}, 'check its name, or remove it.'],
  ])('warns of an unknown field: %j', (action, advice) => {
    const findings = checkNcco(JSON.stringify([action]));
    expect(findings).toMatchObject([{severity: 'warning', code: 'unknown-field'}]);
    expect(findings[0]?.text.endsWith(advice)).toBe(true);
  });

  it.each([
    [{action: 'talk', text: 'x', voiceName: 'Amy'}, 'warning deprecated [0].voiceName'],
    [{action: 'input', type: ['dtmf'], maxDigits: 1}, 'warning deprecated [0].maxDigits'],
    [{action: 'pay', amount: 1}, 'warning deprecated [0]'],
  ])('warns of what is deprecated: %j', (action, said) => {
    expect(of(action)).toEqual([said]);
  });

  it.each([
    [{action: 'record', channels: 2}, 'error needs-field [0].channels'],
    [{action: 'record', split: 'conversation', channels: 3, format: 'mp3'}, 'warning ignored [0].format'],
    [{action: 'conversation', name: 'x', mute: true, canSpeak: []}, 'error exclusive [0].mute'],
    [{action: 'input', type: ['dtmf'], mode: 'asynchronous', dtmf: {maxDigits: 1}}, 'warning exclusive [0].dtmf'],
    [{action: 'input', type: ['dtmf'], speech: {language: 'en-US'}}, 'warning ignored [0].speech'],
  ])('knows what fields exclude or need each other: %j', (action, said) => {
    expect(of(action)).toEqual([said]);
  });

  it('lets a field that is off stand beside the one it would exclude', () => {
    expect(of({action: 'conversation', name: 'x', mute: false, canSpeak: []})).toEqual([]);
  });

  it('says where a field stands twice', () => {
    expect(checkNcco('[{"action": "talk", "text": "a",\n "text": "b"}]')).toMatchObject([
      {severity: 'warning', code: 'repeated-field', line: 2, column: 2},
    ]);
  });
});

describe('URLs', () => {
  const record = (eventUrl: unknown) => of({action: 'record', eventUrl}).map(said => said.replace(' [0].eventUrl', ''));
  it.each([
    [['https://example.com/events'], []],
    ['https://example.com/events', ['error url-not-array']],
    [{url: 'https://example.com'}, ['error wrong-type']],
    [[], ['error url-missing']],
    [['/events'], ['error not-a-url[0]']],
    [['example.com/events'], ['error not-a-url[0]']],
    [['ftp://example.com/events'], ['error not-a-url[0]']],
    [[5], ['error wrong-type[0]']],
    [['https://YOUR_DOMAIN/{{path}}'], ['error placeholder[0]']],
    [['http://localhost:3000/events'], ['warning unreachable-url[0]']],
    [['http://192.168.1.4/events'], ['warning unreachable-url[0]']],
    [['http://[::1]:3000/events'], ['warning unreachable-url[0]']],
    [['https://a.example/', 'https://b.example/'], ['error several-urls']],
  ])('judges the eventUrl %j', (eventUrl, said) => {
    expect(record(eventUrl)).toEqual(said);
  });

  it('warns of audio that Vonage does not play', () => {
    expect(of({action: 'stream', streamUrl: ['https://example.com/a.ogg']})).toEqual([
      'warning audio-format [0].streamUrl[0]',
    ]);
  });

  it('takes the music on hold as an array or as a text, as two official pages have it', () => {
    const url = 'https://example.com/music.mp3';
    expect(of({action: 'conversation', name: 'x', musicOnHoldUrl: url})).toEqual([]);
    expect(of({action: 'conversation', name: 'x', musicOnHoldUrl: [url]})).toEqual([]);
  });
});

describe('endpoints', () => {
  const phone = {type: 'phone', number: '447700900000'};

  it.each([
    ['an object', phone, 'error wrong-type [0].endpoint'],
    ['an empty array', [], 'error missing-field [0].endpoint'],
    ['two endpoints', [phone, phone], 'error several-endpoints [0].endpoint'],
    ['a text', ['447700900000'], 'error wrong-type [0].endpoint[0]'],
    ['no type', [{number: '447700900000'}], 'error missing-field [0].endpoint[0].type'],
    ['an unknown type', [{type: 'pstn', number: '447700900000'}], 'error unknown-endpoint [0].endpoint[0].type'],
  ])('refuses %s', (_, endpoint, said) => {
    expect(connect(endpoint)).toEqual([said]);
  });

  it.each([
    ['447700900000', []],
    ['1234567', []],
    [447700900000, ['warning number-text .number']],
    ['+447700900000', ['warning plus-sign .number']],
    ['07700900000', ['warning national-number .number']],
    ['44 7700 900000', ['error not-a-number .number']],
    ['123456', ['error not-a-number .number']],
    ['1234567890123456', ['error not-a-number .number']],
    ['TO_NUMBER', ['error placeholder .number']],
    ['<your number>', ['error placeholder .number']],
    ['', ['error not-a-number .number']],
  ])('judges the phone number %j', (number, said) => {
    expect(call({type: 'phone', number})).toEqual(said);
  });

  it.each([
    [{...phone, dtmfAnswer: '1p2*#'}, []],
    [{...phone, dtmfAnswer: '1w2'}, ['error wrong-value .dtmfAnswer']],
    [{...phone, onAnswer: {}}, ['error missing-field .onAnswer.url']],
    [{...phone, onAnswer: {url: 'https://example.com/', ringback: 'https://example.com/a.mp3'}}, []],
    [{type: 'app'}, ['error missing-field .user']],
    [{type: 'app', user: 'USER_NAME'}, ['warning placeholder .user']],
    [{type: 'vbc'}, ['error missing-field .extension']],
    [{type: 'vbc', extension: 123}, ['warning number-text .extension']],
    [{type: 'sip'}, ['error missing-field .uri']],
    [{type: 'sip', user: 'anna'}, ['error missing-field .uri']],
    [{type: 'sip', uri: 'sip:anna@example.com;transport=tls', headers: {a: 'b'}}, []],
    [{type: 'sip', uri: 'anna@example.com'}, ['error wrong-value .uri']],
    [
      {type: 'sip', uri: 'sip:proj_0123456789abcdefghijklmn@sip.api.openai.com;transport=tls'},
      ['warning too-long .uri'],
    ],
    [{type: 'sip', domain: 'example'}, ['warning missing-field .user']],
    [{type: 'sip', uri: 'sip:a@b.example', user: 'a', domain: 'b'}, ['warning exclusive .uri']],
    [
      {type: 'sip', uri: 'sip:a@b.example', standardHeaders: {'user-to-user': 'x'}},
      ['warning unknown-field .standardHeaders["user-to-user"]'],
    ],
  ])('judges the endpoint %j', (endpoint, said) => {
    expect(call(endpoint)).toEqual(said);
  });

  const socket = {type: 'websocket', uri: 'wss://example.com/socket', 'content-type': 'audio/l16;rate=16000'};
  it.each([
    [{}, []],
    [{'content-type': 'audio/l16;rate=24000', headers: {nested: {deep: 1}}, authorization: {type: 'vonage'}}, []],
    [{uri: 'https://example.com/socket'}, ['error not-a-url .uri']],
    [{uri: undefined}, ['warning missing-field .uri']],
    [{'content-type': undefined}, ['warning missing-field ["content-type"]']],
    [{'content-type': 'audio/l16;rate=44100'}, ['error wrong-value ["content-type"]']],
    [{headers: {text: 'é'.repeat(260)}}, ['error too-long .headers']],
    [{authorization: {type: 'custom'}}, ['error needs-field .authorization']],
    [{authorization: {type: 'basic'}}, ['error wrong-value .authorization.type']],
  ])('judges a websocket with %j', (more, said) => {
    expect(call({...socket, ...more})).toEqual(said);
  });

  it.each([
    [{from: '447700900001'}, []],
    [{from: undefined}, ['warning no-caller [0].from']],
    [{from: undefined, randomFromNumber: true}, []],
    [{from: undefined, frm: '447700900001'}, ['warning unknown-field [0].frm']],
    [{from: 'Anna'}, ['warning not-a-number [0].from']],
    [{from: '447700900001', randomFromNumber: true}, ['error exclusive [0].randomFromNumber']],
    [{eventType: 'async'}, ['error wrong-value [0].eventType']],
    [{timeout: 0}, ['error out-of-range [0].timeout']],
    [{timeout: 2}, ['warning out-of-range [0].timeout']],
    [{limit: 7201}, ['error out-of-range [0].limit']],
    [{machineDetection: 'stop'}, ['error wrong-value [0].machineDetection']],
    [
      {machineDetection: 'hangup', advancedMachineDetection: {mode: 'detect'}},
      ['warning exclusive [0].machineDetection'],
    ],
    [
      {advanced_machine_detection: {beep_timeout: 40}},
      ['warning out-of-range [0].advanced_machine_detection.beep_timeout'],
    ],
    [{advancedMachineDetection: {beep_timeout: 121}}, ['error out-of-range [0].advancedMachineDetection.beep_timeout']],
  ])('judges a connect with %j', (more, said) => {
    expect(connect([phone], more)).toEqual(said);
  });
});

describe('the order of actions', () => {
  const talk = {action: 'talk', text: 'x', bargeIn: true};
  const input = {action: 'input', type: ['dtmf']};
  const plain = {action: 'talk', text: 'x'};
  it.each([
    ['barge-in, then input', [talk, input], []],
    ['barge-in, another talk, then input', [talk, plain, input], []],
    ['barge-in with nothing after it', [talk], ['error barge-in [0].bargeIn']],
    ['barge-in, then connect', [talk, {action: 'wait'}, input], ['error barge-in [0].bargeIn']],
    [
      'barge-in that a later action does not end',
      [talk, {...plain, bargeIn: false}, {action: 'wait'}],
      ['error barge-in [0].bargeIn'],
    ],
    ['two runs of barge-ins', [talk, input, plain, talk], ['error barge-in [3].bargeIn']],
    [
      'barge-in, then stream and input',
      [talk, {action: 'stream', streamUrl: ['https://example.com/a.mp3']}, input],
      ['warning barge-in [0].bargeIn'],
    ],
    ['a run of barge-ins, told once', [talk, talk, {action: 'wait'}], ['error barge-in [0].bargeIn']],
    ['an endless talk before others', [{...plain, loop: 0}, plain], ['warning never-reached [0].loop']],
    ['an endless talk at the end', [plain, {...plain, loop: 0}], []],
    ['an endless talk that input interrupts', [{...talk, loop: 0}, input], []],
  ])('judges %s', (_, actions, said) => {
    expect(codesOf(JSON.stringify(actions))).toEqual(said);
  });
});

describe('one cause', () => {
  const talk = {action: 'talk', text: 'x'};
  const bargeIn = {...talk, bargeIn: true};
  const phone = {type: 'phone', number: '447700900000'};
  const from = '447700900001';
  it.each<[string, object[], string[]]>([
    ['a needed field that is mistyped', [{action: 'talk', txt: 'x'}], ['error unknown-field [0].txt']],
    ['a needed field in other letters', [{action: 'talk', Text: 'x'}], ['error unknown-field [0].Text']],
    ['a URL field that is mistyped', [{action: 'stream', streamURLs: ['x']}], ['error unknown-field [0].streamURLs']],
    [
      'a needed field in the plural',
      [{action: 'connect', from, endpoints: [phone]}],
      ['error unknown-field [0].endpoints'],
    ],
    [
      'a field of an endpoint',
      [{action: 'connect', from, endpoint: [{type: 'phone', numer: '1'}]}],
      ['error unknown-field [0].endpoint[0].numer'],
    ],
    [
      'a field that one of two ways needs',
      [{action: 'connect', endpoint: [{type: 'sip', urii: 'sip:a@b.example'}]}],
      ['error unknown-field [0].endpoint[0].urii'],
    ],
    [
      'a field that another one needs',
      [{action: 'record', channels: 2, splt: 'conversation'}],
      ['error unknown-field [0].splt'],
    ],
    ['a field that official examples leave out', [{action: 'input', typ: ['dtmf']}], ['warning unknown-field [0].typ']],
    ['a field that is not needed', [{...talk, bargein: true}], ['warning unknown-field [0].bargein']],
    [
      'a field that would exclude another one',
      [{action: 'conversation', name: 'x', mute: true, canspeak: []}],
      ['warning unknown-field [0].canspeak'],
    ],
    ['the name of `action`', [{actoin: 'talk', text: 'x', bargeIn: true}], ['error missing-action [0]']],
    [
      'the name of `type`',
      [{action: 'connect', from, endpoint: [{tpye: 'phone', number: '447700900000'}]}],
      ['error missing-field [0].endpoint[0].type'],
    ],
    ['an action in capitals', [{action: 'Talk', text: 'x', bargeIn: true}], ['error unknown-action [0].action']],
    ['a question in capitals', [bargeIn, {action: 'Input', type: ['dtmf']}], ['error unknown-action [1].action']],
    ['a question that is mistyped', [bargeIn, {action: 'inptu', type: ['dtmf']}], ['error unknown-action [1].action']],
    [
      "another platform's name for a question",
      [bargeIn, {action: 'gather', type: ['dtmf']}],
      ['error unknown-action [1].action'],
    ],
    [
      'a question by another name of `action`',
      [bargeIn, {actoin: 'input', type: ['dtmf']}],
      ['error missing-action [1]'],
    ],
    ['an action that nobody knows', [bargeIn, {action: 'zzzzzz'}], ['error unknown-action [1].action']],
    [
      'a mistyped talk between barge-in and its question',
      [bargeIn, {action: 'tlak', text: 'x'}, {action: 'input', type: ['dtmf']}],
      ['error unknown-action [1].action'],
    ],
  ])('is told once: %s', (_, ncco, said) => {
    expect(codesOf(JSON.stringify(ncco))).toEqual(said);
  });

  it.each([
    ['<!doctype html><title>502</title>', 'This is HTML or XML (perhaps an error page), not JSON: answer with JSON.'],
    ['', 'The answer is empty, so the call ends: answer with a JSON array of actions.'],
    ['ok', 'This only says that the webhook has arrived'],
  ])('is told once for what is typed as HTML and is no attempt at JSON: %j', (body, text) => {
    const findings = checkNcco(body, 'text/html; charset=utf-8');
    expect(findings).toMatchObject([{severity: 'error', code: 'content-type'}]);
    expect(findings[0]?.text).toContain(
      `The answer is typed text/html, which Vonage treats as a failure whatever it holds. ${text}`,
    );
  });

  it('is not the other one: a wrong type, and JSON that is wrong as well', () => {
    const codes = checkNcco('[{"action":"record"},]', 'text/html').map(({code}) => code);
    expect(codes).toEqual(['content-type', 'trailing-comma']);
  });
});

describe('voices', () => {
  it.each<[object, string | undefined]>([
    [{language: 'en-GB', style: 9}, undefined],
    [{language: 'en-gb', style: 0}, undefined],
    [{style: 23}, undefined],
    [{style: 24}, "`style` is 24, and Vonage's text-to-speech guide has styles 0 to 23 for en-US: change it."],
    [
      {language: 'en-GB', style: 10},
      "`style` is 10, and Vonage's text-to-speech guide has styles 0 to 9 for en-GB: change it.",
    ],
    [{language: 'cy-GB', style: '1'}, 'guide has style 0 alone for cy-GB: change it.'],
    [{language: 'en-IE', style: 40}, undefined],
    [{language: 'en-UK'}, 'guide does not have: did you mean "en-GB"?'],
    [{language: 'zh-CN', style: 2}, 'guide does not have: did you mean "cmn-CN"?'],
    [{language: 'de'}, 'guide does not have: use one of de-AT, de-DE, de-ET.'],
    [{language: 'de-CH'}, 'guide does not have: use one of de-AT, de-DE, de-ET.'],
    [{language: 'xx-XX'}, 'guide does not have: use one that it has, such as en-US.'],
    [{language: 'german'}, 'a language tag such as en-US: change it.'],
    [{language: 'xx-XX', style: 99, provider: 'google'}, undefined],
    [{language: 'es-ES', voiceName: 'Amy'}, 'The voice "Amy" speaks en-GB, and `language` is "es-ES": keep one.'],
    [{language: 'en-GB', voiceName: 'Amy'}, undefined],
    [{language: 'en-GB', voiceName: 'Somebody'}, undefined],
  ])('exist in the language that is asked for: %j', (voice, said) => {
    const findings = checkNcco(JSON.stringify([{action: 'talk', text: 'x', ...voice}]));
    const told = findings.filter(({code}) => code !== 'deprecated' && code !== 'string-number');
    expect(told.map(({severity}) => severity)).toEqual(said === undefined ? [] : ['warning']);
    if (said !== undefined) expect(told[0]?.text).toContain(said);
  });
});

describe('the content type of an answer', () => {
  it.each([
    ['application/json', undefined],
    ['application/json; charset=utf-8', undefined],
    ['Application/JSON', undefined],
    ['application/problem+json', undefined],
    ['text/html; charset=utf-8', 'error'],
    ['text/xml', 'error'],
    ['application/xml', 'error'],
    ['application/xhtml+xml', 'error'],
    ['text/plain', 'warning'],
    ['', 'warning'],
  ])('judges %j', (contentType, severity) => {
    const findings = checkNcco('[{"action":"record"}]', contentType);
    expect(findings.map(({code, severity}) => `${severity} ${code}`)).toEqual(
      severity ? [`${severity} content-type`] : [],
    );
  });
});

describe('an answer that wants to hurt', () => {
  it('is judged in bounded words, whatever it repeats', () => {
    const findings = checkNcco(`[${'{"action":"talk","bargeIn":1},'.repeat(5000)}{}]`);
    expect(findings).toHaveLength(101);
    expect(findings.at(-1)).toMatchObject({code: 'more'});
  });

  it('is quoted only in part', () => {
    const [finding] = checkNcco(JSON.stringify([{action: 'x'.repeat(10_000)}]));
    expect(finding?.text.length).toBeLessThan(300);
  });

  it('never makes the check throw', () => {
    const field = fc.constantFrom(
      'action',
      'text',
      'endpoint',
      'type',
      'eventUrl',
      'dtmf',
      'speech',
      '__proto__',
      'name',
    );
    const word = fc.constantFrom('talk', 'connect', 'input', 'phone', 'websocket', 'record');
    const {tree} = fc.letrec(tie => ({
      tree: fc.oneof(
        {maxDepth: 6},
        word,
        fc.jsonValue({maxDepth: 1}),
        fc.array(tie('tree')),
        fc.dictionary(field, tie('tree')),
      ),
    }));
    fc.assert(
      fc.property(fc.array(tree), value => {
        for (const {text, line} of checkNcco(JSON.stringify(value), '')) {
          expect(text).toMatch(/[.?!]$/);
          expect(line === undefined || line >= 1).toBe(true);
        }
      }),
    );
  });
});

describe('a connect to a WebSocket', () => {
  const endpoint = {type: 'websocket', uri: 'wss://example.com/agent', 'content-type': 'audio/l16;rate=16000'};
  const named = {...endpoint, headers: {leg: 'a'}};
  const toSocket = (endpoints: object[], more: object = {}) => ({
    ...{action: 'connect', eventType: 'synchronous', endpoint: endpoints, ...more},
  });
  const talk = {action: 'talk', text: 'Good bye'};

  it.each<[string, object[], string[]]>([
    ['that stands last', [talk, toSocket([endpoint])], []],
    ['with an action behind it', [toSocket([endpoint]), talk], ['warning starts-at-once [1].action']],
    ['without eventType', [toSocket([endpoint], {eventType: undefined})], ['warning socket-silent [0]']],
    [
      'of one uri twice',
      [toSocket([endpoint]), toSocket([endpoint])],
      ['warning starts-at-once [1].action', 'warning same-socket [1].endpoint[0].uri'],
    ],
    ['of one uri, told apart', [toSocket([endpoint]), toSocket([named])], ['warning starts-at-once [1].action']],
    [
      'that is none',
      [{action: 'connect', endpoint: [{type: 'phone', number: '447700900001'}], from: '447700900000'}, talk],
      [],
    ],
  ])('%s', (_, ncco, said) => {
    expect(codesOf(JSON.stringify(ncco))).toEqual(said);
  });

  it('is a problem of a call where callers would hear it, and only of its author where it is a hint', () => {
    const [first, silent] = [
      checkNcco(JSON.stringify([toSocket([endpoint]), talk])),
      checkNcco(JSON.stringify([toSocket([endpoint], {eventType: undefined})])),
    ];
    expect([first.some(isByTheWay), silent.every(isByTheWay)]).toEqual([false, true]);
  });
});
