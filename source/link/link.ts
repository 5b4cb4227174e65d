import {setTimeout as wait} from 'node:timers/promises';
import {makeFolder} from '../recording/folder.js';
import {type Lock, takeLock} from '../recording/lock.js';
import {hideSecrets} from '../text/secrets.js';
import {codeOf, messageOf} from '../text/system-error.js';
import {asRecord, asText} from '../vonage/loose.js';
import {type ApplicationApi, PATIENCE} from './api.js';
import {LinkError, mayPass} from './error.js';
import {
  type FoundJournal,
  JOURNAL,
  type Journal,
  journalFile,
  readJournal,
  removeJournal,
  writeJournal,
} from './journal.js';
import {changesBetween, type Json, type JsonChange, valueAt} from './json.js';
import {isAsPut, keep, type Undone, undo} from './undo.js';
import {type Destination, hasVoice, linked} from './webhooks.js';

export type LinkOptions = {
  api: ApplicationApi;
  applicationId: string;
  apiUrl: string;
  /** Where journals are. */
  folder: string;
  /** Of this program. */
  version: string;
};

/** An application before and after. */
export type ApplicationChange = {name?: string; before: Json; after: Json; changes: readonly JsonChange[]};

/** What is to be done, and not done yet. */
export type Planned = ApplicationChange & {to: Destination; kept: Journal['kept']};

/** The hold on an application's webhook URLs: of one process at a time. Its functions throw `LinkError`, and `WriteError` where the journal cannot be kept. */
export type Link = {
  /** What is to be put back by now: at first what an earlier process, which has ended, left behind. */
  journal(): Journal | undefined;
  /** Asks how the application is, and works out how it is to be. Changes nothing. */
  plan(to: Destination): Promise<Planned>;
  /** Writes the journal, then changes the application. */
  set(planned: Planned): Promise<ApplicationChange>;
  /** Puts back what was changed, and removes the journal; undefined where nothing was to be put back. */
  restore(options?: RestoreOptions): Promise<Restored | undefined>;
  /** Lets others have it. The journal stays where something is left to put back. */
  release(): Promise<void>;
};

export type RestoreOptions = {
  /** What is done where somebody else has changed what we had: refuse, put the old values back all the same, or leave theirs. */
  theirs?: 'refuse' | 'overwrite' | 'leave';
  /** How often it is tried where the API cannot be reached or is busy. */
  tries?: number;
};

export type Restored = ApplicationChange & {
  /** What somebody else has there, and keeps. */
  left: Undone['foreign'];
};

/** ms after which a request that a killed process had under way is over at the API, too. */
const GRACE = PATIENCE + 1000;

/** Tries of whoever waits for an API that is busy or cannot be reached. */
export const TRIES = 3;

/** The longest pause between two tries, ms. */
const LONGEST_PAUSE = 5000;

/** Takes hold of an application. Throws `LinkError` where another process has it, or where the journal cannot be read. */
export async function openLink({api, applicationId, apiUrl, folder, version}: LinkOptions): Promise<Link> {
  const file = journalFile(folder, applicationId);
  const lock = await lockOf(file, {applicationId, folder, version});
  const found = await readJournal(file);
  const why = found && notUsable(found, apiUrl);
  if (why !== undefined) {
    await lock.release();
    throw new LinkError(
      'journal',
      `${file} says what the application ${applicationId} had before it was linked, and ${why}`,
    );
  }
  let journal = found?.journal;

  async function plan(to: Destination): Promise<Planned> {
    const before = await api.read();
    if (!hasVoice(before))
      throw new LinkError(
        'no-voice',
        `The application ${applicationId} has no voice capability, so no call reaches it: switch Voice on (Vonage's dashboard → Applications → Edit).`,
      );
    const undone = undo(before, journal?.kept ?? []);
    if (undone.foreign.length > 0) throw changedBy(undone, file);
    const after = linked(undone.application, to);
    const kept = keep(changesBetween(undone.application, after), journal?.kept);
    return {...nameOf(before), before, after, changes: changesBetween(before, after), to, kept};
  }

  async function set({to, kept, after, ...rest}: Planned): Promise<ApplicationChange> {
    const name = asText(asRecord(after)?.name);
    const common = {applicationId, apiUrl, url: to.url, ...(name !== undefined && {name}), kept};
    const written: Journal = {schema: JOURNAL, ...common, at: Date.now(), phase: 'setting'};
    await writeJournal(folder, written);
    journal = written;
    const now = rest.changes.length > 0 ? await replaced(after) : after;
    mustHave(now, rest.changes);
    journal = {...written, at: Date.now(), phase: 'set'};
    await writeJournal(folder, journal);
    return {...rest, after: now};
  }

  async function replaced(application: Json): Promise<Json> {
    try {
      return await api.replace(application);
    } catch (error) {
      // What was answered is not on its way any more.
      if (journal && error instanceof LinkError && error.code !== 'api-unreachable')
        journal = {...journal, phase: 'set'};
      throw error;
    }
  }

  async function restore({theirs = 'refuse', tries = 1}: RestoreOptions = {}): Promise<Restored | undefined> {
    for (let tried = 1; journal; tried++) {
      try {
        const restored: Restored = await restoreOnce(journal, theirs);
        await removeJournal(file);
        journal = undefined;
        return restored;
      } catch (error) {
        if (tried >= tries || !(error instanceof LinkError) || !mayPass.has(error.code)) throw error;
        await wait(Math.min(error.retryAfterMs ?? 1000, LONGEST_PAUSE));
      }
    }
    return undefined;
  }

  async function restoreOnce({kept, phase, at}: Journal, theirs: RestoreOptions['theirs']): Promise<Restored> {
    const look = async () => {
      const before = await api.read();
      return {before, undone: undo(before, kept, {force: theirs === 'overwrite'})};
    };
    let {before, undone} = await look();
    // What a process that was killed had sent may still be on its way.
    const pause = phase === 'setting' && undone.changes.length === 0 ? at + GRACE - Date.now() : 0;
    if (pause > 0) {
      await wait(Math.min(pause, GRACE));
      ({before, undone} = await look());
    }
    const {changes, foreign} = undone;
    if (foreign.length > 0 && theirs === 'refuse') throw changedBy(undone, file);
    const after = changes.length > 0 ? await api.replace(undone.application) : before;
    mustHave(after, changes);
    return {...nameOf(before), before, after, changes, left: theirs === 'leave' ? foreign : []};
  }

  return {journal: () => journal, plan, set, restore, release: lock.release};
}

async function lockOf(
  file: string,
  {applicationId, folder, version}: Pick<LinkOptions, 'applicationId' | 'folder' | 'version'>,
): Promise<Lock> {
  try {
    await makeFolder(folder);
    return await takeLock(file, version, ({pid, program}) => {
      const who = `another process (${program}, pid ${pid})`;
      return new LinkError(
        'held',
        `The application ${applicationId} is linked by ${who}, which puts its URLs back when it ends: end that one first.`,
      );
    });
  } catch (error) {
    if (error instanceof LinkError) throw error;
    const why = codeOf(error) || messageOf(error);
    throw new LinkError(
      'journal',
      `What is to be put back cannot be kept in ${folder} (${why}), so nothing was changed. Let this user write there.`,
    );
  }
}

/** Why a journal that is there keeps the application from being linked; undefined where it does not. */
function notUsable({journal, problem}: FoundJournal, apiUrl: string): string | undefined {
  if (!journal) return `${problem}. Set its URLs by hand (Vonage's dashboard → Applications), and remove that file.`;
  if (journal.apiUrl === apiUrl) return undefined;
  return `that was at ${journal.apiUrl}. Put it back there first: convo-monitor restore --api-url ${journal.apiUrl}`;
}

const nameOf = (application: Json): {name?: string} => {
  const name = asText(asRecord(application)?.name);
  return name === undefined ? {} : {name};
};

function mustHave(application: Json, changes: readonly JsonChange[]): void {
  const missing = changes.find(({path, after}) => !isAsPut(valueAt(application, path), after));
  if (!missing) return;
  throw new LinkError(
    'not-taken',
    `The API took the change, and shows another ${missing.path.join('.')} than was sent.`,
  );
}

/** Who has what, and what can be done. */
function changedBy({foreign}: Undone, file: string): LinkError {
  const said = foreign.map(
    ({path, before, ours, now}) =>
      `${path.join('.')} is ${shown(now)} now; it was ${shown(before)} before it was linked, and ${shown(ours)} then`,
  );
  const choice =
    'Nothing was changed. Put back what was there before with convo-monitor restore --force, or keep what is there now with convo-monitor restore --keep-theirs';
  return new LinkError(
    'changed',
    `Somebody else has changed the application: ${said.join('; ')}. ${choice} (${file}).`,
  );
}

const shown = (value: Json): string => (value === undefined ? 'not there' : hideSecrets(JSON.stringify(value)));

/** Why something failed that was to be put back, with what is left to do. */
export function leftToRestore(error: unknown, applicationId: string): string {
  return `${messageOf(error)} The old URLs are kept: convo-monitor restore --application-id ${applicationId} puts them back.`;
}
