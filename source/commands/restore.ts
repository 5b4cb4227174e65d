import {UsageError} from '../config/problem.js';
import type {Config} from '../config/resolve.js';
import {applicationApi} from '../link/api.js';
import {applicationText, differenceJson, differenceText} from '../link/describe.js';
import {type FoundJournal, journalFile, readJournal, readJournals} from '../link/journal.js';
import {openLink, TRIES} from '../link/link.js';
import type {Flags, Run} from '../program/options.js';
import {exitStatusOf} from '../run/exit.js';
import {accountOf, linksFolder, needed} from '../run/link/account.js';
import {agree} from '../run/link/agree.js';
import {streamsFor} from '../run/masked-streams.js';
import {usableConfig} from '../run/start.js';
import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {version} from '../version.js';

/**
 * Puts back the webhook URLs that a link changed and its end did not put back: of one application, or of all that there are. Returns the exit status: the
 * worst of those. Throws `ConfigError` and `UsageError`.
 */
export const run: Run<'restore'> = async (_, flags) => {
  const {force, keepTheirs} = flags;
  if (force && keepTheirs)
    throw new UsageError('--force and --keep-theirs say the opposite of each other: give one of them.');
  const {err} = streamsFor(flags);
  const config = usableConfig(flags, {needs: needed});
  const found = await chosen(config);
  if (found.length === 0) {
    err('There is nothing to put back.\n');
    return 0;
  }
  for (const {journal, file, problem} of found)
    err(
      journal
        ? `${printable(applicationText(journal.applicationId, journal.name), 300)} was linked to ${printable(journal.url, 300)}, ${new Date(journal.at).toISOString()}\n`
        : `${printable(file, 1000)} cannot be read: ${problem}\n`,
    );
  const what = `the URLs of ${counted(found.length, 'application')}`;
  if (!(await agree(`Put back ${what}?`, flags))) {
    err('Nothing was changed.\n');
    return 0;
  }
  let worst = 0;
  for (const {file, journal, problem} of found) {
    if (journal) worst = Math.max(worst, await restoreOne(journal, config, flags));
    else worst = Math.max(worst, 3);
    if (problem !== undefined)
      err(`${printable(file, 1000)} stays: set that application's URLs by hand, and remove it.\n`);
  }
  return worst;
};

/** Those of the application that the command line names, or all. */
async function chosen({settings: {applicationId}}: Config): Promise<FoundJournal[]> {
  const folder = linksFolder();
  if (applicationId?.layer !== 'flag') return readJournals(folder);
  const one = await readJournal(journalFile(folder, applicationId.value));
  return one ? [one] : [];
}

type Found = NonNullable<FoundJournal['journal']>;

async function restoreOne(journal: Found, config: Config, flags: Flags<'restore'>): Promise<number> {
  const {out, err} = streamsFor(flags);
  const {applicationId, apiUrl, url} = journal;
  try {
    const account = accountOf(config, 'convo-monitor restore');
    // Key and secret go where the person says, and not where a file does.
    if (account.apiUrl !== apiUrl)
      throw new UsageError(
        `The application ${applicationId} was linked at ${apiUrl}, and not at ${account.apiUrl}: give --api-url ${apiUrl}.`,
      );
    const link = await openLink({
      ...{api: applicationApi(account, applicationId), applicationId, apiUrl, folder: linksFolder(), version},
    });
    try {
      const theirs = flags.force ? 'overwrite' : flags.keepTheirs ? 'leave' : 'refuse';
      const restored = await link.restore({theirs, tries: TRIES});
      if (!restored) {
        err(`${applicationId}: its URLs were put back meanwhile.\n`);
        return 0;
      }
      if (flags.json) out(differenceJson('restored', restored, {applicationId, url}));
      else err(differenceText(restored));
      err(`${printable(applicationText(applicationId, restored.name), 300)}: ${doneText(restored)}\n`);
      return 0;
    } finally {
      await link.release();
    }
  } catch (error) {
    return exitStatusOf(error);
  }
}

function doneText({changes, left}: {changes: readonly unknown[]; left: readonly unknown[]}): string {
  const back = changes.length > 0 ? 'the old URLs are back' : 'nothing had to be put back';
  return left.length > 0 ? `${back}; what somebody else has changed stays.` : `${back}.`;
}
