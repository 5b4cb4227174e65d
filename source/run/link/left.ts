import type {Draft} from '../../call/observation.js';
import type {Config} from '../../config/resolve.js';
import {applicationApi} from '../../link/api.js';
import {applicationText, fieldsOf} from '../../link/describe.js';
import {type FoundJournal, readJournals} from '../../link/journal.js';
import {leftToRestore, openLink} from '../../link/link.js';
import {holderOf} from '../../recording/lock.js';
import {hideSecrets} from '../../text/secrets.js';
import {version} from '../../version.js';
import {accountIn, linksFolder} from './account.js';
import {codeOfError} from './monitored.js';

type Health = Extract<Draft, {source: 'health'}>;
const health = (rest: Omit<Health, 'source' | 'part'>): Health => ({source: 'health', part: 'link', ...rest});

/**
 * What links of processes that have ended left behind: those of this set-up's application are put back, since whoever linked it was promised that; of others it is
 * said how. What there is to say of it, in order. Never rejects.
 */
export async function restoreLeft(config: Config): Promise<Health[]> {
  const found = await readJournals(linksFolder());
  const said = await Promise.all(found.map(each => lookAt(each, config)));
  return said.flat();
}

async function lookAt({file, journal, problem}: FoundJournal, config: Config): Promise<Health[]> {
  if (!journal)
    return [
      health({
        state: 'waiting',
        code: 'journal',
        text: `${file} says what an application had before it was linked, and ${problem}.`,
      }),
    ];
  const {applicationId, apiUrl, url} = journal;
  const application = applicationText(applicationId, journal.name);
  const holder = await holderOf(file);
  if (holder) {
    const text = `${application} is linked to ${url} by another process (pid ${holder.pid}), which puts its URLs back.`;
    return [health({state: 'ok', code: 'held', text})];
  }
  const account = accountIn(config);
  const isOurs = applicationId === config.settings.applicationId?.value && account?.apiUrl === apiUrl;
  if (!isOurs || !account) {
    const text = `${application} is linked to ${url} by a process that has ended. To put its URLs back: convo-monitor restore --application-id ${applicationId}`;
    return [health({state: 'waiting', code: 'left', text})];
  }
  try {
    const api = applicationApi(account, applicationId);
    const link = await openLink({api, applicationId, apiUrl, folder: linksFolder(), version});
    try {
      const restored = await link.restore();
      const text = `${application} was still linked to ${url}, by a process that had ended: its old webhook URLs are back.`;
      return restored ? [health({state: 'off', code: 'restored', text, changes: fieldsOf(restored.changes)})] : [];
    } finally {
      await link.release();
    }
  } catch (error) {
    return [
      health({state: 'failing', code: codeOfError(error), text: hideSecrets(leftToRestore(error, applicationId))}),
    ];
  }
}
