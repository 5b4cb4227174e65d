import {
  Connect,
  ConnectEventType,
  Conversation,
  Input,
  MachineDetection,
  NCCOBuilder,
  Notify,
  Record,
  RecordingFormat,
  Stream,
  Talk,
  Wait,
} from '@vonage/voice';
import {describe, expect, it} from 'vitest';
import {checkNcco as carryOut} from '../../source/simulator/ncco/schema.js';
import {checkNcco} from '../../source/vonage/ncco/check.js';

const url = 'https://example.com/e';
const leg = 'aaaaaaaa-bbbb-cccc-dddd-0123456789ab';
const CON = 'CON-f972836a-550f-45fa-956c-12a2ab5b7d22';
const ask = {action: 'input', type: ['dtmf']};
const phone = {type: 'phone', number: '447700900000'};

/** What the builders of the Node SDK make of all their arguments. */
function node(): object[] {
  const socket = {type: 'websocket' as const, uri: 'wss://example.com/s', contentType: 'audio/l16;rate=16000'};
  return new NCCOBuilder()
    .addAction(new Talk('Hello.', true, 2, '0.5', 'en-US', '2', true))
    .addAction(new Stream('https://example.com/a.mp3', 0.5, true, 2))
    .addAction(new Input({timeOut: 3, maxDigits: 4, submitOnHash: true}, {uuid: leg, context: ['a']}, url, 'POST'))
    .addAction(new Record(RecordingFormat.WAV, 'conversation', 2, 3, '#', 10, true, url, 'POST'))
    .addAction(new Conversation('x', 'https://example.com/m.mp3', true, true, true, [], [], false))
    .addAction(new Notify({a: 'b'}, url, 'POST'))
    .addAction(new Wait(2))
    .addAction(
      new Connect(
        {...socket, headers: {a: 1}, authorization: {type: 'vonage'}},
        '447700900000',
        false,
        ConnectEventType.SYNCHRONOUS,
        10,
        20,
        MachineDetection.HANGUP,
        url,
        'POST',
        'https://example.com/r.mp3',
      ),
    )
    .addAction(
      new Connect({type: 'sip', uri: 'sip:a@sip.example.com', standardHeaders: {userToUser: 'x'}}, '447700900000'),
    )
    .build();
}

/** What the other SDKs' builders write, as their sources have it: the field names, and how each value is serialised. */
const builders: [sdk: string, builder: string, action: object][] = [
  [
    'Python',
    'Record',
    {action: 'record', format: 'mp3', channels: 2, split: 'conversation', endOnKey: '#', eventUrl: [url]},
  ],
  ['Python', 'Conversation', {action: 'conversation', name: 'x', musicOnHoldUrl: [url], canSpeak: [leg], canHear: []}],
  [
    'Python',
    'Connect',
    {action: 'connect', endpoint: [phone], from: '447700900000', ringbackTone: ['https://example.com/r.mp3']},
  ],
  [
    'Python',
    'Connect with detection',
    {
      action: 'connect',
      endpoint: [phone],
      randomFromNumber: true,
      advancedMachineDetection: {behavior: 'continue', mode: 'detect_beep', beep_timeout: 45},
    },
  ],
  ['Python', 'OnAnswer', {action: 'connect', endpoint: [{...phone, onAnswer: {url, ringbackTone: url}}]}],
  [
    'Python',
    'WebsocketEndpoint by its Python name',
    {
      action: 'connect',
      endpoint: [{type: 'websocket', uri: 'wss://example.com/s', contentType: 'audio/l16;rate=8000'}],
    },
  ],
  [
    'Python',
    'SipEndpoint',
    {
      action: 'connect',
      endpoint: [
        {
          type: 'sip',
          uri: 'sip:proj_0123456789abcdefghijklmn@sip.api.openai.com;transport=tls',
          standardHeaders: {'User-to-User': '342342ef34;encoding=hex'},
        },
      ],
    },
  ],
  [
    'Python',
    'Input',
    {
      action: 'input',
      type: ['dtmf', 'speech'],
      dtmf: {timeOut: 0, maxDigits: 20},
      speech: {uuid: [leg], saveAudio: false, sensitivity: 0, endOnSilence: 0.4},
    },
  ],
  [
    'Python',
    'Talk with what is not set',
    {
      action: 'talk',
      text: 'Hello.',
      bargeIn: null,
      loop: null,
      level: null,
      language: null,
      style: null,
      premium: null,
    },
  ],
  ['Python', 'Notify', {action: 'notify', payload: {a: null}, eventUrl: [url], eventMethod: null}],
  [
    'Java',
    'RecordAction with one channel',
    {action: 'record', format: 'wav', channels: 1, beepStart: true, eventUrl: [url], eventMethod: 'POST'},
  ],
  [
    'Java',
    'ConversationAction',
    {
      action: 'conversation',
      name: 'x',
      record: true,
      transcription: {language: 'en-US', eventUrl: [url], sentimentAnalysis: true},
    },
  ],
  [
    'Java',
    'ConnectAction',
    {
      action: 'connect',
      endpoint: [phone],
      timeout: 3,
      limit: 1,
      eventType: 'synchronous',
      machineDetection: 'hangup',
      ringbackTone: url,
    },
  ],
  [
    'Java',
    'PhoneEndpoint',
    {action: 'connect', endpoint: [{...phone, dtmfAnswer: '1p2', onAnswer: {url, ringback: url}}]},
  ],
  ['Java', 'SipEndpoint by domain', {action: 'connect', endpoint: [{type: 'sip', domain: 'example', headers: {a: 1}}]}],
  ['Java', 'InputAction', {action: 'input', type: ['dtmf'], dtmf: {timeOut: 10, maxDigits: 0, submitOnHash: false}}],
  ['Java', 'InputAction of an unknown language', {action: 'input', type: ['speech'], speech: {language: 'Unknown'}}],
  ['Java', 'TransferAction', {action: 'transfer', conversationId: CON, mute: true, canHear: [leg]}],
  ['Java', 'WaitAction', {action: 'wait', timeout: 0.5}],
  [
    'PHP',
    'Talk',
    {
      action: 'talk',
      text: 'Hello.',
      bargeIn: 'false',
      level: '0',
      loop: '1',
      language: 'en-US',
      style: '0',
      premium: 'true',
    },
  ],
  ['PHP', 'Stream', {action: 'stream', streamUrl: [url], bargeIn: 'false', level: '-1', loop: '0'}],
  [
    'PHP',
    'Record',
    {
      action: 'record',
      format: 'mp3',
      beepStart: 'false',
      endOnSilence: '3',
      channels: '3',
      split: 'conversation',
      timeOut: '7200',
    },
  ],
  [
    'PHP',
    'Conversation',
    {
      action: 'conversation',
      name: 'x',
      startOnEnter: 'false',
      endOnExit: 'true',
      record: 'true',
      musicOnHoldUrl: [url],
    },
  ],
  [
    'PHP',
    'Input',
    {action: 'input', dtmf: {submitOnHash: 'true'}, speech: {uuid: [leg], startTimeout: 5}, mode: 'synchronous'},
  ],
  ['PHP', 'asynchronous Input', {action: 'input', dtmf: {}, mode: 'asynchronous'}],
  [
    'PHP',
    'SIP',
    {action: 'connect', endpoint: [{type: 'sip', uri: 'sip:a@example.com', standard_headers: {'User-to-User': 'x'}}]},
  ],
  [
    'PHP',
    'Websocket',
    {
      action: 'connect',
      endpoint: [
        {
          type: 'websocket',
          uri: 'wss://example.com/s',
          'content-type': 'audio/l16;rate=24000',
          authorization: {type: 'custom', value: 'x'},
        },
      ],
    },
  ],
  ['PHP', 'VBC', {action: 'connect', endpoint: [{type: 'vbc', extension: '4567'}]}],
  [
    '.NET',
    'ConnectAction',
    {
      action: 'connect',
      endpoint: [{...phone, shaken: 'x'}],
      timeout: '45',
      limit: '7200',
      advanced_machine_detection: {behavior: 'continue', mode: 'detect', beep_timeout: 45},
    },
  ],
  [
    '.NET',
    'RecordAction',
    {action: 'record', endOnSilence: '3', timeOut: '10', transcription: {eventMethod: 'POST', sentimentAnalysis: true}},
  ],
  [
    '.NET',
    'TalkAction',
    {
      action: 'talk',
      text: 'Hello.',
      loop: '2',
      level: '0.5',
      style: 1,
      provider: 'ElevenLabs',
      providerOptions: {voice: 'x'},
    },
  ],
  ['.NET', 'StreamAction', {action: 'stream', streamUrl: [url], loop: '2', level: '0'}],
  [
    '.NET',
    'MultiInputAction',
    {
      action: 'input',
      type: ['speech'],
      speech: {provider: 'deepgram', providerOptions: {a: 'b'}},
      mode: 'asynchronous',
    },
  ],
  ['.NET', 'an empty MultiInputAction', {action: 'input'}],
  ['.NET', 'WaitAction', {action: 'wait', timeout: 10}],
  [
    'Ruby',
    'Connect',
    {
      action: 'connect',
      endpoint: [phone],
      from: '447700900000',
      limit: 0,
      advanced_machine_detection: {mode: 'detect', beep_timeout: 120},
    },
  ],
  ['Ruby', 'Input', {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 22}, eventMethod: 'post'}],
  [
    'Ruby',
    'Record',
    {action: 'record', endOnKey: '*', transcription: {language: 'en-US', eventUrl: [url], eventMethod: 'get'}},
  ],
  ['Ruby', 'Talk', {action: 'talk', text: 'Hello.', provider: 'google', providerOptions: {voice_name: 'x'}}],
];

const errorsOf = (ncco: unknown) => checkNcco(JSON.stringify(ncco)).filter(({severity}) => severity === 'error');

describe('what official SDKs write', () => {
  it.each(builders)('is no error, and the stand-in carries it out: %s, %s', (_sdk, _builder, action) => {
    expect(errorsOf([action])).toEqual([]);
    expect(carryOut([action]).reason).toBeUndefined();
  });

  it('is no error: Node, all builders', () => {
    const ncco = node();
    expect(errorsOf(ncco)).toEqual([]);
    expect(carryOut(JSON.parse(JSON.stringify(ncco))).reason).toBeUndefined();
  });

  it('is no error: Ruby, Transfer, which spells the conversation its own way', () => {
    expect(checkNcco(JSON.stringify([{action: 'transfer', conversation_id: CON}]))).toMatchObject([
      {severity: 'warning', text: '`conversation_id` is written `conversationId`: change it.'},
    ]);
  });

  it.each([
    [
      'Ruby',
      'Input',
      {action: 'input', type: ['dtmf'], mode: 'asyncronous'},
      /the NCCO reference has .+did you mean "asynchronous"/,
    ],
    [
      'Ruby',
      'speech',
      {action: 'input', type: ['speech'], speech: {startTimeout: 0}},
      /the NCCO reference allows 1 to 60 s/,
    ],
    ['Java', 'NotifyAction', {action: 'notify', payload: {}}, /needs the field `eventUrl` by the NCCO reference/],
    ['PHP', 'Talk without a text', {action: 'talk', text: null}, /needs the field `text` by the NCCO reference/],
    ['.NET', 'RecordAction', {action: 'record', channels: 2}, /The NCCO reference has `channels` only with `split`/],
  ])(
    'is an error where the NCCO reference refuses it, which the finding says: %s, %s',
    (_sdk, _builder, action, said) => {
      const errors = errorsOf([action]);
      expect(errors).toHaveLength(1);
      expect(errors[0]?.text).toMatch(said);
    },
  );
});

describe('what is wrong whoever writes it', () => {
  it.each([
    ['no text', {action: 'talk', text: ''}],
    ['blanks', {action: 'talk', text: ' \n'}],
    ['two streams', {action: 'stream', streamUrl: [url, url]}],
    ['no stream', {action: 'stream', streamUrl: []}],
    ['two event URLs', {...ask, eventUrl: [url, url]}],
    ['no event URL', {...ask, eventUrl: []}],
    ['two event URLs of notify', {action: 'notify', payload: {}, eventUrl: [url, url]}],
    ['two event URLs of record', {action: 'record', eventUrl: [url, url]}],
    ['two event URLs of a transcription', {action: 'record', transcription: {eventUrl: [url, url]}}],
    ['two event URLs of connect', {action: 'connect', endpoint: [phone], eventUrl: [url, url]}],
    ['two event URLs of conversation', {action: 'conversation', name: 'x', eventUrl: [url, url]}],
    ['two endpoints', {action: 'connect', endpoint: [phone, phone]}],
    ['barge-in with nothing behind it', {action: 'talk', text: 'Hello.', bargeIn: true}],
  ])('is an error, and the stand-in does not carry it out: %s', (_, action) => {
    expect(errorsOf([action])).toHaveLength(1);
    expect(carryOut([action]).reason).toMatch(/^Syntax error in NCCO/);
  });
});
