import type {World} from '../world.js';

/** What is concluded from something that has not come; `here` says only that this listener has not got it. */
type Concluded = {text: string; advice?: string; here?: string};

/**
 * What is found, as far as this World can know it. Where it is one of several listeners of a team (it publishes to a bus), another one may have what has
 * not come here: then it says what was not heard here, as a hint, and where all of them can be seen together.
 */
export function knownHere<S extends string, F extends Concluded>(
  {setup}: World,
  severity: S,
  {here, ...found}: F,
): Omit<F, 'here'> & {severity: S | 'info'} {
  if (here === undefined || setup?.bus === undefined) return {severity, ...found};
  const others = `Another listener may have it: convo-monitor attach ${setup.bus} shows what all of them heard.`;
  const advice = found.advice === undefined ? others : `${others} Where that is missing as well: ${found.advice}`;
  return {severity: 'info', ...found, text: here, advice};
}
