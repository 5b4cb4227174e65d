import {addMember, createConversation, recordJoined} from '../conversation.js';
import {end, hangUp, Interruption, isOver, moveTo, Replaced} from '../leg.js';
import type {EndedBy, Leg, Platform} from '../state.js';
import {besides} from './besides.js';
import {connect} from './connect.js';
import {input} from './input.js';
import {play, wait} from './media.js';
import {meet, transfer} from './meet.js';
import {notify} from './notify.js';
import {hearMore} from './patience.js';
import {recordAudio} from './record-audio.js';
import type {Outcome, Scene} from './scene.js';
import type {NccoAction} from './schema.js';

function carryOut(scene: Scene, action: NccoAction): Promise<Outcome> | Outcome {
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
    case 'pay':
      return {at: scene.at};
  }
}

/** Actions in which the person does more than listen; `connect` is one from its answer on. */
const takesPart = new Set<NccoAction['action']>(['conversation', 'transfer', 'record']);

/** Actions that a call begins: NCCOs that fetch one another in no time would otherwise never end. */
const mostActions = 1000;

/** Tells what is carried out, and what is heard of it. @throws Interruption when it is one action too many. */
function begin({platform, leg, at}: Scene, action: NccoAction): void {
  if (leg.call.begun++ >= mostActions) {
    throw new Interruption(at, 'platform', `it has had ${mostActions} NCCO actions, the stand-in’s limit for a call`);
  }
  const heard = action.action === 'talk' ? action.text : action.action === 'stream' ? action.streamUrl[0] : undefined;
  const text = [leg.id, action.action, ...(heard === undefined ? [] : [JSON.stringify(heard)])].join(' ');
  platform.act({at, kind: 'ncco', text});
}

/**
 * Carries out an NCCO on a leg, action by action, and returns when it has run out.
 *
 * @param at when the NCCO was there; `asked` is when the webhook left that it answers.
 * @throws Interruption when the leg is hung up meanwhile.
 */
export async function run(
  platform: Platform,
  leg: Leg,
  actions: NccoAction[],
  at: number,
  asked = at,
): Promise<number> {
  let queue = [...actions];
  let time = at;
  let since = asked;
  leg.patience = {since: at, rounds: 0};
  for (let action = queue.shift(); action && !isOver(leg); action = queue.shift()) {
    const scene: Scene = {
      platform,
      leg,
      at: time,
      asked: since,
      alone: (other, replaced) => goOn(platform, other, replaced),
    };
    const outcome = await perform(scene, action);
    if (takesPart.has(action.action)) leg.patience.since += outcome.at - time;
    time = outcome.at;
    since = outcome.at;
    if (outcome.actions) {
      queue = [...outcome.actions];
      // An `input` counts by itself whether it was answered.
      if (action.action !== 'input') hearMore(leg, time);
    }
    // Where nothing follows, the leg that runs the NCCO ends first: its `completed` is the first one told. And where an
    // event's reply replaced the NCCO, `completed` waits until its first action is done (support article 360057200092).
    if (queue.length > 0 && !outcome.actions) flush(leg);
  }
  return time;
}

async function perform(scene: Scene, action: NccoAction): Promise<Outcome> {
  const {platform, leg} = scene;
  try {
    stillRuns(leg);
    begin(scene, action);
    const outcome = await carryOut(scene, action);
    // An application that was asked may have hung the leg up, or given it another NCCO, before it replied.
    stillRuns(leg);
    return outcome;
  } catch (error) {
    const replaced: unknown = error instanceof Replaced ? leg.run.signal.reason : error;
    if (!(replaced instanceof Replaced)) throw error;
    leg.run = new AbortController();
    flush(leg);
    startAfresh(platform, leg, replaced.at);
    return {at: replaced.at, actions: replaced.actions};
  }
}

/** @throws what ended a leg or replaced its NCCO. */
function stillRuns(leg: Leg): void {
  leg.gone.signal.throwIfAborted();
  leg.run.signal.throwIfAborted();
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
    hangUp(leg, error.at, error.by, error.why);
  }
  for (const finish of leg.atEnd.splice(0)) finish(ended.at);
  end(platform, leg, ended.at, ended.by);
  flush(leg);
  return ended;
}
