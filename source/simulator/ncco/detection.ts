import {move, pushHistory} from '../leg.js';
import type {Callee} from '../scenarios/scenario.js';
import type {Detection, Leg, Platform} from '../state.js';
import type {Payload} from '../types.js';
import {askAboutEvent} from './ask.js';
import type {Outcome} from './scene.js';

/** ms from the callee's voice to the verdict, and from there to the beep. */
const verdictMs = 3000;
const beepMs = 5000;

/**
 * Machine detection on a leg that was answered at `from`. Its events name the leg `call_uuid`; in mode `default` the
 * reply may be another NCCO. `hangsUp` when a machine was found that the application does not want to talk to.
 */
export async function detect(
  platform: Platform,
  leg: Leg,
  {behavior, mode = 'default'}: Detection,
  callee: Callee,
  from: number,
  until: (time: number) => Promise<number>,
): Promise<Outcome & {hangsUp?: boolean}> {
  const machine = callee.detected === 'machine' || callee.detected === 'beep';
  const tell = async (at: number, extra: Payload) => {
    const {uuid, ...payload} = move(platform, leg, machine ? 'machine' : 'human', at, extra);
    const asked = askAboutEvent(platform, leg, at, leg.target, {...payload, call_uuid: uuid});
    pushHistory(platform, leg, at);
    const wish = await asked;
    return {at: wish.readyAt, ...(mode === 'default' && {actions: wish.actions})};
  };
  const verdict = await tell(await until(from + verdictMs), {});
  if (verdict.actions) return verdict;
  if (machine && behavior === 'hangup') return {...verdict, hangsUp: true};
  if (!machine || mode === 'detect') return verdict;
  return tell(await until(verdict.at + beepMs), {
    sub_state: callee.detected === 'beep' ? 'beep_start' : 'beep_timeout',
  });
}
