import {addMember, createConversation, recordJoined, recordMedia} from '../conversation.js';
import {hangUp, Interruption, moveTo} from '../leg.js';
import type {Conversation} from '../state.js';
import {reportError} from './ask.js';
import {startRecording} from './record-audio.js';
import {ensureAnswered, type Outcome, type Scene, targetOf, waitUntil} from './scene.js';
import type {ActionOf} from './schema.js';

/** Joins the named conversation, in which several calls meet, and stays until somebody hangs up. */
export async function meet(scene: Scene, action: ActionOf<'conversation'>): Promise<Outcome> {
  ensureAnswered(scene);
  const {platform, leg} = scene;
  const known = platform.conversations.get(platform.named.get(action.name) ?? '');
  const conversation = known ?? createNamed(scene, action.name);
  enter(scene, conversation, action.mute);
  if (action.record) leg.atEnd.push(startRecording(platform, leg, scene.at, targetOf(scene, action)));
  if (action.endOnExit) leg.atEnd.push(at => closeFor(conversation, scene, at));
  return stay(scene);
}

/** Moves the leg into another conversation by its id. */
export async function transfer(scene: Scene, action: ActionOf<'transfer'>): Promise<Outcome> {
  const conversation = scene.platform.conversations.get(action.conversationId);
  if (!conversation) {
    const reason = `Conversation ${action.conversationId} does not exist.`;
    reportError(scene.platform, scene.leg, scene.at, {reason});
    return {at: scene.at};
  }
  ensureAnswered(scene);
  enter(scene, conversation, action.mute);
  return stay(scene);
}

function createNamed({platform, at}: Scene, name: string): Conversation {
  const conversation = createConversation(platform, {name, at, persistent: true});
  platform.named.set(name, conversation.id);
  return conversation;
}

function enter(scene: Scene, conversation: Conversation, mute = false): void {
  const {platform, leg, at} = scene;
  moveTo(platform, leg, conversation, at);
  const member = addMember(platform, leg, 'JOINED', at);
  member.muted = mute;
  recordJoined(platform, member, at);
  recordMedia(platform, member, at);
}

/** Nothing in the NCCO ends this: the person at the phone does, after as long as a conversation lasts. */
async function stay(scene: Scene): Promise<Outcome> {
  const at = await waitUntil(scene, scene.at + scene.leg.call.timing.talkMs);
  throw new Interruption(at, 'user', 'has been in the conversation for long enough');
}

function closeFor(conversation: Conversation, {leg}: Scene, at: number): void {
  for (const member of conversation.members.values()) {
    if (member.leg && member.leg !== leg && member.state === 'JOINED') hangUp(member.leg, at, 'platform');
  }
}
