import type {Checkup} from '../call/checkup.js';
import type {Config} from '../config/resolve.js';
import {examine} from '../doctor/doctor.js';
import type {HopWatcher} from '../doctor/evidence.js';
import type {LinkedNow, Plan} from '../doctor/plan.js';
import {journalFile, readJournal} from '../link/journal.js';
import {holderOf} from '../recording/lock.js';
import {HIDDEN, hideSecrets} from '../text/secrets.js';
import {doctorPlanOf} from './doctor-plan.js';
import {linksFolder} from './link/account.js';

/**
 * Checks every hop of this configuration. `port` is where a monitor of this process listens, where that is not what was asked for; `watch` hears
 * what is being asked. Whatever others answered, no secret is in it. Throws `UsageError`.
 */
export async function checkupOf(
  config: Config,
  {port, watch}: {port?: number; watch?: HopWatcher} = {},
): Promise<Checkup> {
  const planned = doctorPlanOf(config);
  const link = await linkedNow(config);
  const plan = {...planned, ...(port !== undefined && {port}), ...(link && {link})};
  const checkup = await examine(plan, watch);
  const hide = hider(plan);
  const hops = checkup.hops.map(hop => ({
    ...hop,
    seen: hide(hop.seen),
    ...(hop.advice !== undefined && {advice: hide(hop.advice)}),
    ...(hop.asked !== undefined && {asked: hide(hop.asked)}),
  }));
  return {...checkup, hops};
}

/** Hides what looks like a secret, and those that were sent: who was asked may say them back in any form. */
function hider({apiKey, apiSecret, signature}: Plan): (text: string) => string {
  const basic = Buffer.from(`${apiKey}:${apiSecret}`).toString('base64');
  const sent = [apiSecret && basic, apiSecret, signature.secret?.secret].filter(
    each => each !== undefined && each !== '',
  );
  return text => sent.reduce((shown: string, secret) => shown.replaceAll(secret ?? '', HIDDEN), hideSecrets(text));
}

/** How the application of this set-up is linked by now; undefined where it is not. Never throws. */
async function linkedNow({settings}: Config): Promise<LinkedNow | undefined> {
  if (!settings.applicationId) return undefined;
  const file = journalFile(linksFolder(), settings.applicationId.value);
  const [found, holder] = await Promise.all([readJournal(file), holderOf(file)]);
  return found?.journal && {url: found.journal.url, ...(holder && {pid: holder.pid})};
}
