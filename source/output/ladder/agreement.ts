import {join, type Safe, safe} from '../../text/printable.js';
import type {LadderStep} from '../../world/read/ladder.js';
import type {Witness} from '../../world/world.js';

const letters: Readonly<Record<Witness, Safe>> = {webhook: safe`W`, rtc: safe`R`, api: safe`A`, media: safe`M`};

/** Who should have reported an event, and has not: ` ∅W`; nothing where nobody is missed. */
export function absentSign(absent: readonly Witness[]): Safe {
  return absent.length > 0 ? safe` ∅${join(absent.map(witness => letters[witness]))}` : safe``;
}

/** Behind the name of an event: the sign that its witnesses contradict each other, and the witness that did not report it. */
export function agreementSigns({differs, absent}: Pick<LadderStep, 'differs' | 'absent'>): Safe {
  return safe`${differs ? safe` ≠` : safe``}${absentSign(absent)}`;
}
