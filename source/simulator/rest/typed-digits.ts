import type {Leg, Platform} from '../state.js';
import {addressOf, stamp, type Target} from '../types.js';

/** ms from one key to the next. */
const keyMs = 500;

/** The caller's next keys, each told at once in an `input` event of its own, until the leg ends or nobody listens. */
export function digitsAsTyped(platform: Platform, leg: Leg, target: Target): void {
  leg.listening?.abort();
  const listening = new AbortController();
  leg.listening = listening;
  type(platform, leg, target, listening.signal).catch(() => undefined);
}

async function type(platform: Platform, leg: Leg, target: Target, signal: AbortSignal): Promise<void> {
  let at = platform.clock.now();
  for (const digits of leg.call.digits.shift() ?? '') {
    at = await platform.clock.until(at + keyMs, signal, leg.gone.signal);
    leg.call.outbox.tell('event', at, target, {
      dtmf: {digits, timed_out: false},
      from: addressOf(leg.from),
      to: addressOf(leg.to),
      uuid: leg.id,
      conversation_uuid: leg.conversation.id,
      timestamp: stamp(at),
    });
  }
}
