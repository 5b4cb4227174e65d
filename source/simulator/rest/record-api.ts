import * as z from 'zod';
import {startRecording, transcribe} from '../ncco/record-audio.js';
import type {Conversation, Leg, Platform} from '../state.js';
import {pathOf, withConversation} from './conversation-api.js';
import {read} from './conversation-writes.js';
import {targetOf} from './create-call.js';
import type {Answer, Ask, Route} from './route.js';

/** Recording a whole conversation, whatever its NCCOs do: `PUT /v1/conversations/{id}/record`. */
export const recordRoutes: Route[] = [
  {
    method: 'PUT',
    path: pathOf('/([^/]+)/record', '(v1)'),
    handle: ask => withConversation(ask, conversation => recordConversation(ask, conversation)),
  },
];

const url = z.array(z.url()).length(1).optional();
const method = z.enum(['GET', 'POST']).default('POST');

const wanted = z.looseObject({
  action: z.enum(['start', 'stop']),
  event_url: url,
  event_method: method,
  split: z.enum(['conversation']).optional(),
  format: z.enum(['mp3', 'wav', 'ogg', 'vorbis']).default('mp3'),
  retention_ttl: z.number().int().min(1).max(400).optional(),
  timeout: z.number().int().min(1).max(7200).default(7200),
  transcription: z.looseObject({event_url: url, event_method: method}).optional(),
});

/** Where nobody is on the line, there is nothing to record. */
function recordConversation(ask: Ask, conversation: Conversation): Answer {
  const {platform} = ask;
  return read(ask, wanted, body => {
    const leg = [...conversation.members.values()].find(member => member.state === 'JOINED' && member.leg)?.leg;
    if (body.action === 'stop') conversation.recording?.(platform.clock.now());
    else if (leg && !conversation.recording) start(platform, conversation, leg, body);
    return {status: 204};
  });
}

/** It ends when it is stopped, after its longest time, or with the leg. */
function start(platform: Platform, conversation: Conversation, leg: Leg, body: z.infer<typeof wanted>): void {
  const from = platform.clock.now();
  const target = targetOf(body.event_url, body.event_method) ?? leg.target;
  const tell = startRecording(platform, leg, from, target, body.format);
  const finish = (at: number) => {
    if (conversation.recording !== finish) return;
    conversation.recording = undefined;
    const id = tell(at);
    if (!body.transcription) return;
    const {event_url, event_method} = body.transcription;
    transcribe(platform, leg, targetOf(event_url, event_method) ?? target, id, at).catch(() => undefined);
  };
  conversation.recording = finish;
  leg.atEnd.push(finish);
  platform.clock.until(from + body.timeout * 1000, leg.gone.signal).then(finish, () => undefined);
}
