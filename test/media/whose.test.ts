import {describe, expect, it} from 'vitest';
import type {Observation} from '../../source/call/observation.js';
import {createWhose} from '../../source/media/whose.js';

const [call, other] = ['CON-aaaaaaaa-1111-2222-3333-444444444444', 'CON-bbbbbbbb-1111-2222-3333-444444444444'];

let seq = 0;
const webhook = (source: 'answer' | 'event', body: object): Observation => ({
  seq: ++seq,
  at: seq,
  source,
  raw: {method: 'POST', path: `/webhooks/${source}`, headers: {}, body: JSON.stringify(body)},
});

/** A call is answered with an NCCO that connects to this WebSocket. */
function answered(conversation: string, uri: string, leg = `leg of ${conversation}`): Observation[] {
  const asked = webhook('answer', {conversation_uuid: conversation, uuid: leg, from: '1', to: '2'});
  const ncco = [{action: 'connect', endpoint: [{type: 'websocket', uri, 'content-type': 'audio/l16;rate=8000'}]}];
  const raw = {status: 200, headers: {}, body: JSON.stringify(ncco)};
  return [asked, {seq: ++seq, at: seq, source: 'reply', to: asked.seq, by: 'application', ms: 1, raw}];
}

/** What Vonage tells of the leg that is the WebSocket. */
const leg = (conversation: string, uuid: string, uri: string, status = 'started') =>
  webhook('event', {conversation_uuid: conversation, uuid, to: uri, from: 'Unknown', status, direction: 'outbound'});

const uri = 'wss://abc.example.com/socket?x=1';
const path = '/socket?x=1';

const following = (...observed: Observation[]) => {
  const whose = createWhose();
  for (const o of observed) whose.follow(o);
  return whose;
};

describe('whose a WebSocket is', () => {
  it.each<[string, Observation[], object | undefined, string[]?]>([
    ['nobody knows', [], undefined],
    ['the NCCO says it', answered(call, uri), {conversation: call, by: 'uri'}],
    ['another path is another socket', answered(call, 'wss://abc.example.com/socket?x=2'), undefined],
    ['the leg says it', [leg(call, 'L', uri)], {conversation: call, leg: 'L', by: 'uri'}],
    ['both do', [...answered(call, uri), leg(call, 'L', uri)], {conversation: call, leg: 'L', by: 'uri'}],
    ['two calls have one uri', [...answered(call, uri), ...answered(other, uri)], {among: [call, other]}],
    [
      'a header names the leg that was asked for',
      [...answered(call, uri), ...answered(other, uri, 'X')],
      {conversation: other, by: 'headers'},
      ['audio/l16', 'X'],
    ],
    [
      'a header names the conversation',
      [...answered(call, uri), ...answered(other, uri)],
      {conversation: call, by: 'headers'},
      [call],
    ],
    [
      'one of two is ringing',
      [leg(call, 'L', uri, 'answered'), leg(other, 'M', uri)],
      {conversation: other, leg: 'M', by: 'ringing'},
    ],
    [
      'the call of an NCCO ended before',
      [...answered(call, uri, 'X'), webhook('event', {conversation_uuid: call, uuid: 'X', status: 'completed'})],
      undefined,
    ],
  ])('%s', (_, observed, owner, said) => {
    const clues = {path, ...(said && {said: new Set(said)})};
    const found = following(...observed).ownerOf('S', clues);
    expect(found && {...found, contentType: undefined}).toEqual(owner && {...owner, contentType: undefined});
  });

  it('is found once for each: the next one is the other call’s', () => {
    const whose = following(...answered(call, uri), leg(call, 'L', uri));
    expect(whose.ownerOf('S', {path})).toMatchObject({conversation: call, leg: 'L'});
    for (const o of [...answered(other, uri), leg(other, 'M', uri)]) whose.follow(o);
    expect(whose.ownerOf('T', {path})).toMatchObject({conversation: other, leg: 'M'});
    expect(whose.ownerOf('S', {path})).toMatchObject({conversation: call, leg: 'L'});
  });

  it('is told again when its leg becomes known', () => {
    const whose = following(...answered(call, uri));
    expect(whose.ownerOf('S', {path})).toEqual({conversation: call, by: 'uri', contentType: 'audio/l16;rate=8000'});
    expect(whose.follow(leg(call, 'L', uri))).toBe(true);
    expect(whose.ownerOf('S', {path})).toMatchObject({conversation: call, leg: 'L', by: 'uri'});
  });

  it('remembers no more than so much', () => {
    const whose = createWhose();
    for (let i = 0; i < 3000; i++) for (const o of answered(`CON-${i}`, `${uri}&n=${i}`)) whose.follow(o);
    expect(whose.ownerOf('S', {path: `${path}&n=10`})).toBeUndefined();
    expect(whose.ownerOf('S', {path: `${path}&n=2999`})).toMatchObject({conversation: 'CON-2999'});
  });
});
