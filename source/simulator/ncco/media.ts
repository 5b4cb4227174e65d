import {record} from '../conversation.js';
import {Interruption} from '../leg.js';
import {uuid} from '../random.js';
import type {Payload} from '../types.js';
import {listenUntil} from './patience.js';
import {ensureAnswered, type Outcome, type Scene, waitUntil} from './scene.js';
import type {ActionOf} from './schema.js';

/** ms that a character takes to be spoken: some 15 a second. */
const characterMs = 65;

/** ms that a stream lasts: what it holds is never fetched. */
const streamMs = 5000;

/** How long a text is spoken, ms; markup is not. */
export function speechMs(text: string): number {
  return Math.max(500, text.replace(/<[^>]*>/g, '').length * characterMs);
}

export async function play(scene: Scene, action: ActionOf<'talk'> | ActionOf<'stream'>): Promise<Outcome> {
  ensureAnswered(scene);
  const done = announce(scene, action);
  const outcome = await hear(scene, action);
  done(outcome.at);
  return outcome;
}

/** Tells the conversation what is played; the returned function, that it was. */
function announce({platform, leg, at}: Scene, action: ActionOf<'talk'> | ActionOf<'stream'>): (at: number) => void {
  const [medium, content] =
    action.action === 'talk'
      ? (['say', {text: action.text, ...voiceOf(action)}] as const)
      : (['play', {stream_url: action.streamUrl}] as const);
  const id = {[`${medium}_id`]: uuid(platform.random)};
  const {loop = 1} = action;
  if (leg.member) record(platform, leg.member, at, `audio:${medium}`, {...id, ...content, loop, queue: true});
  return end => {
    if (leg.member) record(platform, leg.member, end, `audio:${medium}:done`, id);
  };
}

function voiceOf({text, ...action}: ActionOf<'talk'>): Payload {
  const {language = 'en-US', style = 0, premium = false, level = 0} = action as Record<string, unknown>;
  return {language, style, premium, level, ssml: text.includes('<speak>')};
}

async function hear(scene: Scene, action: ActionOf<'talk'> | ActionOf<'stream'>): Promise<Outcome> {
  const once = scene.platform.mediaMs ?? (action.action === 'talk' ? speechMs(action.text) : streamMs);
  // With barge-in, the following `input` listens from the beginning of the talk: what is typed cuts the talk short.
  if (action.bargeIn && hasInput(scene)) return {at: await listenUntil(scene, scene.at + Math.min(once, 1000))};
  if (action.loop === 0) return listenForEver(scene);
  return {at: await listenUntil(scene, scene.at + once * (action.loop ?? 1))};
}

/** Nothing in the NCCO ends a loop of 0: the person at the phone does, after as long as a conversation lasts. */
async function listenForEver(scene: Scene): Promise<Outcome> {
  const at = await waitUntil(scene, scene.at + scene.leg.call.timing.talkMs);
  throw new Interruption(at, 'user', 'has heard the same again and again');
}

function hasInput({leg}: Scene): boolean {
  return leg.call.digits.length > 0 || leg.call.speech.length > 0;
}

/** `wait`: 10 s unless said otherwise. */
export async function wait(scene: Scene, action: ActionOf<'wait'>): Promise<Outcome> {
  return {at: await listenUntil(scene, scene.at + (action.timeout ?? 10) * 1000)};
}
