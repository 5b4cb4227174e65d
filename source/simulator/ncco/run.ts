import {addMember, createConversation, recordJoined} from '../conversation.js';
import {end, Interruption, isOver, moveTo, Replaced} from '../leg.js';
import type {EndedBy, Leg, Platform} from '../state.js';
import {besides} from './besides.js';
import {connect} from './connect.js';
import {input} from './input.js';
import {play, wait} from './media.js';
import {meet, transfer} from './meet.js';
import {notify} from './notify.js';
import {recordAudio} from './record-audio.js';
import type {Outcome, Scene} from './scene.js';
import type {Action} from './schema.js';

function carryOut(scene: Scene, action: Action): Promise<Outcome> | Outcome {
  switch (action.action) {
    case 'talk':
    case 'stream':
      return play(scene, action);
    case 'connect':
      return connect(scene, action);
    case 'wait':
      return wait(scene, action);
    case 'input':
      return input(scene, action);
    case 'notify':
      return notify(scene, action);
    case 'record':
      return recordAudio(scene, action);
    case 'conversation':
      return meet(scene, action);
    case 'transfer':
      return transfer(scene, action);
  }
}

/**
 * Carries out an NCCO on a leg, action by action, and returns when it has run out.
 *
 * @param at when the NCCO was there; `asked` is when the webhook left that it answers.
 * @throws Interruption when the leg is hung up meanwhile.
 */
export async function run(platform: Platform, leg: Leg, actions: Action[], at: number, asked = at): Promise<number> {
  let queue = [...actions];
  let time = at;
  let since = asked;
  for (let action = queue.shift(); action && !isOver(leg); action = queue.shift()) {
    platform.act({at: time, kind: 'ncco', text: `${leg.id} ${action.action}`});
    const scene: Scene = {
      platform,
      leg,
      at: time,
      asked: since,
      alone: (other, replaced) => goOn(platform, other, replaced),
    };
    const outcome = await perform(scene, action);
    time = outcome.at;
    since = outcome.at;
    if (outcome.actions) queue = [...outcome.actions];
    // Where nothing follows, the leg that runs the NCCO ends first: its `completed` is the first one told. And where an
    // event's reply replaced the NCCO, `completed` waits until its first action is done (support article 360057200092).
    if (queue.length > 0 && !outcome.actions) flush(leg);
  }
  return time;
}

async function perform(scene: Scene, action: Action): Promise<Outcome> {
  try {
    return await carryOut(scene, action);
  } catch (error) {
    if (!(error instanceof Replaced)) throw error;
    scene.leg.run = new AbortController();
    flush(scene.leg);
    startAfresh(scene.platform, scene.leg, error.at);
    return {at: error.at, actions: error.actions};
  }
}

/** A leg that gets another NCCO from outside goes on in a conversation of its own. */
function startAfresh(platform: Platform, leg: Leg, at: number): void {
  const conversation = createConversation(platform, {at});
  moveTo(platform, leg, conversation, at);
  recordJoined(platform, addMember(platform, leg, 'JOINED', at), at);
}

/** Tells of the ends of legs that waited for the NCCO to go on. */
export function flush(leg: Leg): void {
  for (const tell of leg.call.pending.splice(0)) tell();
}

/** Lets a leg that was part of another one's `connect` go on with an NCCO of its own. */
function goOn(platform: Platform, leg: Leg, {at, actions}: Replaced): void {
  leg.run = new AbortController();
  startAfresh(platform, leg, at);
  besides(
    leg,
    live(platform, leg, () => run(platform, leg, actions, at)),
  );
}

/**
 * Lives a leg's life to its end, whoever ends it, and tells of that end. Returns when and by whom.
 *
 * @throws whatever `until` threw that is no hanging up, such as Closed.
 */
export async function live(
  platform: Platform,
  leg: Leg,
  until: () => Promise<number>,
): Promise<{at: number; by: EndedBy}> {
  let ended: {at: number; by: EndedBy};
  try {
    ended = {at: await until(), by: 'platform'};
  } catch (error) {
    if (!(error instanceof Interruption)) throw error;
    ended = error;
  }
  for (const finish of leg.atEnd.splice(0)) finish(ended.at);
  end(platform, leg, ended.at, ended.by);
  flush(leg);
  return ended;
}
