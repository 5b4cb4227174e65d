import {type Checkup, outcomeOf} from '../call/checkup.js';
import {resolveConfig} from '../config/resolve.js';
import {examine} from '../doctor/doctor.js';
import {checkupJson, checkupText} from '../output/checkup.js';
import {maskValue} from '../output/mask.js';
import type {Run} from '../program/options.js';
import {doctorPlanOf} from '../run/doctor-plan.js';
import {forStream} from '../run/paint.js';
import {painter} from '../run/painter.js';
import {configInput, displayOf} from '../run/start.js';
import {hideSecrets} from '../text/secrets.js';

const exits = {well: 0, broken: 1, unknown: 3} as const;

/** Checks every hop on the way of a call. Returns the exit status: 0 all well, 1 something is broken, 3 not enough to check. Throws `UsageError`. */
export const run: Run<'doctor'> = async (_, {json, ...flags}) => {
  const config = resolveConfig(configInput(flags));
  const {mask, ascii} = displayOf(config);
  const checkup = shown(await examine(doctorPlanOf(config)), mask);
  if (json) process.stdout.write(checkupJson(checkup));
  else {
    const {columns} = process.stdout;
    const text = checkupText(checkup, {paint: painter(), width: Math.min(columns ?? 100, 120)});
    process.stdout.write(forStream(process.stdout, text, ascii));
  }
  return exits[outcomeOf(checkup)];
};

/** What others answered may hold anything, a secret among it. */
function shown(checkup: Checkup, mask = false): Checkup {
  const hops = checkup.hops.map(hop => ({
    ...hop,
    seen: hideSecrets(hop.seen),
    ...(hop.advice && {advice: hideSecrets(hop.advice)}),
    ...(hop.asked && {asked: hideSecrets(hop.asked)}),
  }));
  return mask ? {...checkup, hops: maskValue(hops)} : {...checkup, hops};
}
