import {channelOf} from '../channel.js';
import {record} from '../conversation.js';
import {hangUp, Interruption, move, pushHistory} from '../leg.js';
import {Dropped, SaidAll} from '../media/attend.js';
import type {EndedBy, Leg, MediaSocket, Platform} from '../state.js';
import {askAboutEvent, type Wish} from './ask.js';
import {besides} from './besides.js';
import {type Outcome, type Scene, waitUntil} from './scene.js';

/** ms from the connection to the caller's first key, and from one key to the next. */
const firstKeyMs = 2000;
const keyMs = 500;

/** ms that a caller takes turns with an agent at most: nobody waits for longer in a test. */
const longestTalkMs = 1_800_000;

type Talk = {
  /** When the socket was connected. */
  from: number;
  endsAt: number;
  wait(time: number, ...signals: AbortSignal[]): Promise<number>;
};

/**
 * A caller talks to a WebSocket until the caller hangs up, or the application closes the connection: then the application is asked what to do, for the caller is still there.
 */
export async function talkToSocket(
  scene: Scene,
  outbound: Leg,
  media: MediaSocket,
  {from, endsAt, wait}: Talk,
): Promise<Outcome & {by: EndedBy}> {
  const {platform, leg} = scene;
  besides(leg, pressKeys(scene, media, from));
  try {
    const at = await wait(media.isTalk ? from + longestTalkMs : endsAt, media.dropped, media.saidAll);
    throw new Interruption(at, 'user', 'has talked for long enough');
  } catch (error) {
    if (error instanceof SaidAll) throw new Interruption(error.at, 'user', 'has said everything');
    if (!(error instanceof Dropped)) throw error;
    const wish = await askAboutDrop(platform, leg, outbound, error.at);
    return {at: wish.readyAt, actions: wish.actions, by: 'user'};
  }
}

/** A call that is nothing but a WebSocket ends when the application closes it. */
export async function endWhenDropped(platform: Platform, leg: Leg, media: MediaSocket): Promise<void> {
  const dropped = await new Promise<unknown>(resolve => {
    const ended = AbortSignal.any([media.dropped, leg.gone.signal]);
    if (ended.aborted) resolve(ended.reason);
    ended.addEventListener('abort', () => resolve(ended.reason), {once: true});
  });
  if (!(dropped instanceof Dropped)) return;
  const {readyAt} = await askAboutDrop(platform, leg, leg, dropped.at);
  hangUp(leg, readyAt, 'user');
}

/** The event has no direction (sample of the webhook reference). Its reply may be an NCCO for the leg that is still there. */
async function askAboutDrop(platform: Platform, leg: Leg, socketLeg: Leg, at: number): Promise<Wish> {
  const {direction, ...payload} = move(platform, socketLeg, 'disconnected', at);
  const asked = askAboutEvent(platform, leg, at, socketLeg.target, payload);
  pushHistory(platform, socketLeg, at);
  return asked;
}

/** The caller's next keys, each told to the application as it is pressed. */
async function pressKeys(scene: Scene, media: MediaSocket, from: number): Promise<void> {
  const {platform, leg} = scene;
  let at = from + firstKeyMs;
  try {
    for (const digit of leg.call.digits.shift() ?? '') {
      await waitUntil(scene, at, media.dropped);
      media.press(digit);
      if (leg.member) {
        record(platform, leg.member, at, 'audio:dtmf', {digit, duration: 130, channel: channelOf(leg)});
      }
      at += keyMs;
    }
  } catch {
    // Nobody is there any more to press or to hear.
  }
}
