import {channelOf} from '../channel.js';
import {record} from '../conversation.js';
import {uuid} from '../random.js';
import {addressOf, type Payload} from '../types.js';
import {askAboutEvent} from './ask.js';
import {speechMs} from './media.js';
import {hasAnswered, staySilent} from './patience.js';
import {about, ensureAnswered, type Outcome, type Scene, targetOf, waitUntil} from './scene.js';
import type {ActionOf} from './schema.js';

/** ms from one key to the next. */
const keyMs = 400;

/** What the caller typed, as the `dtmf` of an input event, and how long it took. */
type Typed = {dtmf: {digits: string | null; timed_out: boolean}; ms: number};

/** What the caller said, as the `speech` of an input event, and how long it took. */
type Said = {speech: Payload; ms: number; text?: string};

/** Listens for keys, speech or both, tells the application, and does what it says then. */
export async function input(scene: Scene, action: ActionOf<'input'>): Promise<Outcome> {
  ensureAnswered(scene);
  const {platform, leg} = scene;
  const types = action.type ?? typesBySettings(action);
  const typed = types.includes('dtmf') ? typing(scene, action) : undefined;
  // Keys that were typed cut speech recognition off.
  const overridden: Said | undefined = typed?.dtmf.digits
    ? {speech: {error: 'Speech overridden by DTMF'}, ms: 0}
    : undefined;
  const said = types.includes('speech') ? (overridden ?? saying(scene, action)) : undefined;
  const answer = typed?.dtmf.digits ?? said?.text;
  if (answer === undefined) await staySilent(scene);
  for (const [index, digit] of [...(typed?.dtmf.digits ?? '')].entries()) {
    const pressedAt = await waitUntil(scene, scene.at + (index + 1) * keyMs);
    if (leg.member) {
      record(platform, leg.member, pressedAt, 'audio:dtmf', {digit, duration: 100, channel: channelOf(leg)});
    }
  }
  const at = await waitUntil(scene, scene.at + Math.max(typed?.dtmf.digits ? typed.ms : 0, said?.ms ?? typed?.ms ?? 0));
  if (answer !== undefined) {
    hasAnswered(leg, at);
    platform.act({
      at,
      kind: 'leg',
      text: `${leg.id} ${typed?.dtmf.digits ? 'types' : 'says'} ${JSON.stringify(answer)}`,
    });
  }
  const event = {
    speech: said?.speech ?? {error: 'Speech was not enabled'},
    dtmf: typed?.dtmf ?? {digits: null, timed_out: false},
    from: addressOf(leg.from),
    to: addressOf(leg.to),
    ...about(scene, at),
  };
  const wish = await askAboutEvent(platform, leg, at, targetOf(scene, action), event);
  return {at: wish.readyAt, actions: wish.actions};
}

/** Official examples leave `type` out and mean keys; so does the PHP SDK, which gives the settings of what it means. */
function typesBySettings({dtmf, speech}: ActionOf<'input'>): string[] {
  return [...(dtmf || !speech ? ['dtmf'] : []), ...(speech ? ['speech'] : [])];
}

function typing({leg}: Scene, action: ActionOf<'input'>): Typed {
  const {timeOut = 3, maxDigits = 4, submitOnHash = false} = {...action, ...action.dtmf};
  const keys = leg.call.digits.shift() ?? '';
  const hash = submitOnHash ? keys.indexOf('#') : -1;
  const digits = (hash >= 0 ? keys.slice(0, hash) : keys).slice(0, maxDigits);
  const complete = hash >= 0 || digits.length >= maxDigits;
  const ms = digits.length * keyMs + (complete ? keyMs : timeOut * 1000);
  return {dtmf: {digits: digits === '' ? null : digits, timed_out: !complete}, ms};
}

function saying({platform, leg}: Scene, action: ActionOf<'input'>): Said {
  const {endOnSilence = 2, startTimeout = 10, maxDuration = 60, saveAudio} = action.speech ?? {};
  const text = leg.call.speech.shift();
  if (text === undefined) {
    return {speech: {timeout_reason: 'start_timeout', results: []}, ms: startTimeout * 1000};
  }
  const recording = saveAudio && {recording_url: `${platform.publicUrl}/v1/files/${uuid(platform.random)}`};
  const results = [{confidence: '0.9405097', text}];
  return {
    speech: {...recording, timeout_reason: 'end_on_silence_timeout', results},
    ms: Math.min(speechMs(text) + endOnSilence * 1000, maxDuration * 1000),
    text,
  };
}
