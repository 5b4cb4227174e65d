import type {ControlFact} from '../../call/fact.js';
import type {Armed, Intervened} from '../../call/observation.js';
import {API, PROBLEM} from '../event-log.js';
import type {World} from '../world.js';
import {changeLeg, reportLeg, seeConversation, touch} from './change.js';
import {enter} from './enter.js';
import {WORD} from './leg.js';

/**
 * What was done to a call from here is an event of it: the Voice API said so. A call that was placed is known from then on, by the id of its leg,
 * under which its webhooks come.
 */
export function foldIntervened(world: World, fact: ControlFact, intervened: Intervened): void {
  const {kind, leg, to, from, failure} = intervened;
  const conversation = (leg && world.legs.get(leg)?.conversation) ?? intervened.conversation ?? '';
  const row = enterRow(world, fact, {type: `control:${kind}`, note: fact.said, leg, conversation});
  if (failure) world.log.flag(row, PROBLEM);
  if (leg === undefined || failure) return;
  // Its last event may still be on its way.
  if (kind === 'hangup') {
    world.placed = world.placed.filter(id => id !== leg);
    const known = world.legs.get(leg);
    if (known) changeLeg(world, known).hungUpHere = true;
  }
  if (fact.ncco) {
    world.log.nccos.set(row, fact.ncco);
    world.index.nccos.set(leg, row);
  }
  if (kind !== 'dial') return;
  const fields = {direction: 'outbound', type: 'phone', from, to} as const;
  reportLeg(world, {leg, conversation, fields, word: WORD.list, arrived: fact.at, status: 'started'});
  world.placed = world.placed.concat(leg);
}

/** That another NCCO waits for the next call, and which call got it. */
export function foldArmed(
  world: World,
  fact: ControlFact,
  {state, what, leg, conversation = '', instead}: Armed,
): void {
  world.armed = state === 'on' ? what : undefined;
  if (state !== 'used') return;
  const note = instead ? `${what}, in the place of the application` : what;
  enterRow(world, fact, {type: 'control:arm', note, leg, conversation});
}

type About = {type: string; note?: string; leg?: string; conversation: string};

function enterRow(world: World, {seq, at}: ControlFact, about: About): number {
  seeConversation(world, about.conversation, at);
  const {row} = enter(world, {...about, witness: API, arrived: at, seq, identity: `${about.type} ${seq}`});
  touch(world, about.conversation);
  return row;
}
