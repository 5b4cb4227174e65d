import type {Draft} from '../call/observation.js';
import {readWebhook} from '../vonage/webhook.js';
import type {Answer, Answering} from './answering.js';
import {nccoReply} from './own-replies.js';
import {rawRequest} from './raw.js';

/** Another NCCO for the next call: its JSON text, and where it is from. */
export type ArmedNcco = {text: string; what: string};

export type Armable = Answering & {
  /** Answers the next call's answer webhook with it, once; with none, as always. */
  arm(ncco: ArmedNcco | undefined): void;
};

/**
 * What answers webhooks, with another NCCO in front for one call. An answer webhook that Vonage sends again for that call gets the same again: it is
 * no other call.
 */
export function armable(answering: Answering, isForwarded: boolean, emit: (draft: Draft) => void): Armable {
  let armed: ArmedNcco | undefined;
  let used: {call: string; answer: Answer} | undefined;
  return {
    ...answering,
    arm(ncco) {
      armed = ncco;
    },
    answer(route, received) {
      if (route !== 'answer' || (!armed && !used)) return answering.answer(route, received);
      const told = readWebhook('answer', rawRequest(received));
      const {leg, conversation} = told.kind === 'unreadable' ? {} : told;
      const call = `${leg} ${conversation}`;
      if (used?.call === call) return used.answer;
      if (!armed) return answering.answer(route, received);
      const {text, what} = armed;
      armed = undefined;
      used = {call, answer: {reply: nccoReply(Buffer.from(text)), by: 'monitor'}};
      emit({
        source: 'control',
        action: 'arm',
        armed: {state: 'used', what, leg, conversation, ...(isForwarded && {instead: true})},
      });
      return used.answer;
    },
  };
}
