import type {Config} from '../../config/resolve.js';
import type {LinkedNow} from '../../doctor/plan.js';
import {journalFile, readJournal} from '../../link/journal.js';
import {holderOf} from '../../recording/lock.js';
import {linksFolder} from './account.js';

/** How the application of this set-up is linked by now; undefined where it is not. Never throws. */
export async function linkedNow({settings}: Config): Promise<LinkedNow | undefined> {
  if (!settings.applicationId) return undefined;
  const file = journalFile(linksFolder(), settings.applicationId.value);
  const [found, holder] = await Promise.all([readJournal(file), holderOf(file)]);
  return found?.journal && {url: found.journal.url, ...(holder && {pid: holder.pid})};
}
