import {seedCall} from '../seed-call.js';
import {connectToBob} from './callees.js';
import type {Scenario} from './scenario.js';

const talk = (text: string) => ({action: 'talk', text});

/** Calls that differ in what the application does with the caller. */
export const applicationScenarios: Scenario[] = [
  {name: 'talk', summary: 'the application speaks and hangs up', ncco: [talk('Thank you for calling. Goodbye.')]},
  {
    name: 'ivr',
    summary: 'a menu: Alice presses 2, then her account number and #',
    digits: ['2', '4711#'],
    ncco: [
      {...talk('Press 1 for sales or 2 for support.'), bargeIn: true},
      {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 1}},
      talk('Please enter your account number, followed by the hash key.'),
      {action: 'input', type: ['dtmf'], dtmf: {maxDigits: 10, submitOnHash: true, timeOut: 5}},
      talk('Thank you.'),
    ],
  },
  {
    name: 'speech',
    summary: 'Alice says where she wants to go',
    speech: ['sales please'],
    ncco: [
      talk('How can we help you?'),
      {action: 'input', type: ['speech'], speech: {language: 'en-GB', endOnSilence: 1}},
      talk('Connecting you.'),
    ],
  },
  {
    name: 'silence',
    summary: 'Alice neither types nor says anything',
    ncco: [talk('Please say or enter your number.'), {action: 'input', type: ['dtmf', 'speech']}, talk('Goodbye.')],
  },
  {
    name: 'record',
    summary: 'Alice leaves a message, which is transcribed',
    ncco: [
      talk('Please leave a message after the tone.'),
      {action: 'record', endOnSilence: 3, beepStart: true, transcription: {language: 'en-US'}},
      talk('Thank you.'),
    ],
  },
  {
    name: 'record-call',
    summary: 'the whole conversation with Bob is recorded',
    callees: [{talkMs: 20_000}],
    ncco: [{action: 'record'}, ...connectToBob],
  },
  {
    name: 'transfer',
    summary: 'Alice is moved into a named conversation, and leaves after a while',
    caller: {hangUpAfterMs: 20_000},
    ncco: [talk('Moving you.'), {action: 'conversation', name: 'support'}],
  },
  {
    name: 'conference',
    summary: 'eight callers meet in one conversation',
    calls: {count: 8, everyMs: 1500},
    caller: {hangUpAfterMs: 40_000},
    ncco: [{action: 'conversation', name: 'weekly', record: true}],
  },
  {
    name: 'notify',
    summary: 'the NCCO tells the application how far it has come',
    ncco: [talk('One.'), {action: 'notify', payload: {step: 1}, eventUrl: ['{event}']}, talk('Two.')],
  },
  {name: 'wait', summary: 'the NCCO pauses', ncco: [talk('One moment.'), {action: 'wait', timeout: 5}, talk('Hello.')]},
  {
    name: 'synchronous',
    summary: 'Bob is busy, and the application is asked what to do about it',
    callees: [{outcome: 'busy', afterMs: 1500}],
    ncco: [{...connectToBob[0], eventType: 'synchronous'}, talk('Nobody is there.')],
  },
  {
    name: 'two-callees',
    summary: 'Bob does not answer within 20 seconds, so Carol is called',
    callees: [{outcome: 'timeout'}, {talkMs: 20_000}],
    ncco: [
      {...connectToBob[0], timeout: 20},
      {action: 'connect', endpoint: [{type: 'phone', number: '447700000004'}]},
    ],
  },
  {
    name: 'sip',
    summary: 'Alice calls from a SIP phone and is connected to another one',
    caller: {party: {type: 'sip', uri: 'sip:alice@example.com'}, answerFields: {'SipHeader_X-Account': '4711'}},
    callees: [{talkMs: 20_000}],
    ncco: [{action: 'connect', endpoint: [{type: 'sip', uri: 'sip:bob@example.com', headers: {account: '4711'}}]}],
  },
  {
    name: 'vbc',
    summary: 'Alice is connected to an extension of Vonage Business Communications',
    callees: [{talkMs: 20_000}],
    ncco: [{action: 'connect', endpoint: [{type: 'vbc', extension: '4711'}]}],
  },
  {
    name: 'websocket',
    summary: 'Alice talks to a WebSocket, presses 8 and hangs up',
    caller: {hangUpAfterMs: 20_000},
    digits: ['8'],
    ncco: [
      {
        action: 'connect',
        endpoint: [
          {
            type: 'websocket',
            uri: '{socket}',
            'content-type': 'audio/l16;rate=16000',
            headers: {prop1: 'value1', prop2: 'value2'},
          },
        ],
      },
    ],
  },
  {
    name: 'agent',
    summary: 'Alice and an agent on a WebSocket take turns; once she speaks over it. Audio is in real time',
    says: [{forMs: 1600}, {forMs: 1200}, {forMs: 1300, bargeInMs: 1500}, {press: '1'}, {forMs: 1000}],
    ncco: [
      {
        action: 'connect',
        endpoint: [{type: 'websocket', uri: '{socket}/agent', 'content-type': 'audio/l16;rate=16000'}],
      },
    ],
  },
  {
    name: 'app-to-phone',
    summary: 'Alice calls from a Client SDK app, and Bob’s phone rings',
    caller: {party: {type: 'app', user: 'Alice'}, answerFields: {custom_data: {order: '4711'}}},
    to: seedCall.bob,
    callees: [{talkMs: 5000}],
    ncco: connectToBob,
  },
  {
    name: 'app-to-app',
    summary: 'Bob calls Alice, both in a Client SDK app: nothing rings',
    caller: {party: {type: 'app', user: 'Bob'}, clientReference: 'F906B27D-2119-482F-A876-0E5354D555D3'},
    to: 'Alice',
    callees: [{talkMs: 3000}],
    ncco: [talk('One moment.'), {action: 'connect', endpoint: [{type: 'app', user: 'Alice'}]}],
  },
  {
    name: 'fallback',
    summary: 'the answer URL fails, so the fallback URL is asked',
    answerStatus: 500,
    ncco: [talk('We have technical difficulties. Please call again.')],
  },
  {
    name: 'ncco-error',
    summary: 'the application answers with an action that does not exist',
    ncco: [{action: 'hangup'}],
  },
];
