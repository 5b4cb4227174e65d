import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Auth} from '@vonage/auth';
import {Voice} from '@vonage/voice';
import {describe, expect, it, onTestFinished} from 'vitest';
import type {Intervention} from '../../source/call/intervention.js';
import {createApplication} from '../../source/simulator/index.js';
import {readCreated, requestFor} from '../../source/vonage/intervention.js';

const leg = '63f61863-4a51-4f6b-86e1-46edebcf9356';
const ncco = [{action: 'talk' as const, text: 'Hello'}];

/** What Vonage's own SDK asks for when it is told to do the same. */
async function asksOfSdk(act: (voice: Voice) => Promise<unknown>) {
  const {id, privateKey} = await createApplication();
  const asked: {method?: string; path?: string; body: unknown}[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({method: request.method, path: request.url, body: JSON.parse(body)});
    response.writeHead(200, {'content-type': 'application/json'}).end('{}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  // Without it the SDK asks Vonage itself.
  const apiHost = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await act(new Voice(new Auth({applicationId: id, privateKey}), {apiHost}));
  return asked;
}

describe('what the Voice API is asked', () => {
  it.each<[Intervention, (voice: Voice) => Promise<unknown>]>([
    [{kind: 'hangup', leg}, voice => voice.hangupCall(leg)],
    [{kind: 'mute', leg}, voice => voice.muteCall(leg)],
    [{kind: 'unmute', leg}, voice => voice.unmuteCall(leg)],
    [{kind: 'earmuff', leg}, voice => voice.earmuffCall(leg)],
    [{kind: 'unearmuff', leg}, voice => voice.unearmuffCall(leg)],
    [{kind: 'send-dtmf', leg, digits: '12p#'}, voice => voice.playDTMF(leg, '12p#')],
    [
      {kind: 'talk', leg, text: 'Hello'},
      voice => voice.playTTS(leg, {text: 'Hello'} as Parameters<Voice['playTTS']>[1]),
    ],
    [{kind: 'transfer', leg, to: {ncco: JSON.stringify(ncco)}}, voice => voice.transferCallWithNCCO(leg, ncco)],
    [
      {kind: 'transfer', leg, to: {url: 'https://example.com/a'}},
      voice => voice.transferCallWithURL(leg, 'https://example.com/a'),
    ],
    [
      {kind: 'dial', to: '447700900001', from: '447700900000', answer: {ncco: JSON.stringify(ncco)}},
      voice =>
        voice.createOutboundCall({
          to: [{type: 'phone', number: '447700900001'}],
          from: {type: 'phone', number: '447700900000'},
          ncco,
        }),
    ],
    [
      {kind: 'dial', to: '447700900001', answer: {url: 'https://example.com/a', eventUrl: 'https://example.com/e'}},
      voice =>
        voice.createOutboundCall({
          to: [{type: 'phone', number: '447700900001'}],
          answerUrl: ['https://example.com/a'],
          eventUrl: ['https://example.com/e'],
          randomFromNumber: true,
        } as unknown as Parameters<Voice['createOutboundCall']>[0]),
    ],
  ])('is what its SDK asks for: $0', async (intervention, act) => {
    const [{method, path, body} = {body: undefined}] = await asksOfSdk(act);
    expect(requestFor(intervention)).toEqual({method, path, body});
  });

  it.each(['', '../x', 'a/b', 'a?b', 'x'.repeat(65), 'ä'])('has no place for the id %j', id => {
    expect(requestFor({kind: 'hangup', leg: id})).toBe(undefined);
  });
});

describe('the answer to a creation', () => {
  it.each([
    [
      {uuid: leg, conversation_uuid: 'CON-1', status: 'started'},
      {leg, conversation: 'CON-1'},
    ],
    [{uuid: leg}, {leg, conversation: undefined}],
    [{uuid: ''}, undefined],
    [[], undefined],
    [null, undefined],
    ['x', undefined],
  ])('is read: %j', (json, call) => {
    expect(readCreated(json)).toEqual(call);
  });
});
