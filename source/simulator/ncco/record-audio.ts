import {record} from '../conversation.js';
import {uuid} from '../random.js';
import type {Leg, Platform} from '../state.js';
import {type Payload, stamp, type Target} from '../types.js';
import {besides} from './besides.js';
import {ensureAnswered, type Outcome, type Scene, targetOf, waitUntil} from './scene.js';
import type {ActionOf} from './schema.js';

/** Bytes of a recorded second, as in the captures. */
const bytesPerSecond = 7775;

/** ms that a caller speaks into a recording that waits for silence or a key. */
const messageMs = 6000;

/** ms from a recording's end to its transcription. */
const transcriptionMs = 4000;

/**
 * Records. With an end condition (silence, a key, a time-out) the NCCO waits for it; without, the recording goes on until
 * the leg ends, and its event comes then.
 */
export async function recordAudio(scene: Scene, action: ActionOf<'record'>): Promise<Outcome> {
  ensureAnswered(scene);
  const {platform, leg, at: from} = scene;
  const tell = startRecording(platform, leg, from, targetOf(scene, action), action.format);
  const {endOnSilence, endOnKey, timeOut, transcription} = action;
  const finish = (at: number) => {
    const recording = tell(at);
    const target = transcription && targetOf(scene, transcription);
    if (target) besides(leg, transcribe(platform, leg, target, recording, at));
  };
  if (endOnSilence === undefined && endOnKey === undefined && timeOut === undefined) {
    leg.atEnd.push(finish);
    return {at: from};
  }
  leg.atEnd.push(finish);
  const spokenMs = messageMs + (endOnKey ? 0 : (endOnSilence ?? 0) * 1000);
  const at = await waitUntil(scene, from + Math.min(spokenMs, (timeOut ?? 7200) * 1000));
  leg.atEnd.splice(leg.atEnd.indexOf(finish), 1);
  finish(at);
  return {at};
}

/**
 * Starts a recording of a leg; the returned function ends it and sends its event, which names the conversation and no leg.
 * It returns the recording's id.
 */
export function startRecording(platform: Platform, leg: Leg, from: number, target: Target, format = 'mp3') {
  const id = uuid(platform.random);
  const url = `${platform.publicUrl}/v1/files/${uuid(platform.random)}`;
  if (leg.member) record(platform, leg.member, from, 'audio:record', {recording_id: id, format, streamed: false});
  return (ended: number): string => {
    const at = Math.max(ended, from);
    const times = {start_time: wholeSeconds(from), end_time: wholeSeconds(at)};
    const size = Math.round(((at - from) / 1000) * bytesPerSecond);
    if (leg.member) {
      const done = {recording_id: id, destination_url: url, format, size, ...times};
      record(platform, leg.member, at, 'audio:record:done', done);
    }
    leg.call.outbox.tell('event', at, target, {
      start_time: times.start_time,
      recording_url: url,
      size,
      recording_uuid: id,
      end_time: times.end_time,
      conversation_uuid: leg.conversation.id,
      timestamp: stamp(at),
    });
    return id;
  };
}

/** Tells of a recording's transcription, a while after its end. */
export async function transcribe(
  platform: Platform,
  leg: Leg,
  target: Target,
  recording: string,
  from: number,
): Promise<void> {
  const at = await platform.clock.until(from + transcriptionMs);
  const event: Payload = {
    conversation_uuid: leg.conversation.id,
    type: 'record',
    recording_uuid: recording,
    status: 'transcribed',
    transcription_url: `${platform.publicUrl}/v1/files/${uuid(platform.random)}`,
  };
  leg.call.outbox.tell('event', at, target, event);
}

/** The captures' stamps of recordings have no milliseconds. */
function wholeSeconds(at: number): string {
  return stamp(at).replace(/\.\d+Z$/, 'Z');
}
