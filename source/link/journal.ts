import {readdir, readFile, unlink} from 'node:fs/promises';
import {join} from 'node:path';
import * as z from 'zod';
import {writeText} from '../output/write-file.js';
import {jsonText} from '../text/json.js';
import {codeOf, whyUnreadable} from '../text/system-error.js';

/** What a journal says that it is. */
export const JOURNAL = 'convo-monitor/link-journal@1';

/** What is needed to put an application back: written before anything is changed, gone when all is as it was. */
const shape = z.object({
  /** The first is what was written before `link --json` had that name for itself. */
  schema: z.enum(['convo-monitor/link@1', JOURNAL]),
  applicationId: z.string().min(1),
  name: z.string().optional(),
  /** Base URL of the API at which it was changed. */
  apiUrl: z.string(),
  /** The public URL that webhooks go to. */
  url: z.string(),
  /** When this was written, ms since the epoch. */
  at: z.number(),
  /** `setting`: a change may be on its way; `set`: the API has said that it has it. */
  phase: z.enum(['setting', 'set']),
  kept: z.array(
    z.object({path: z.array(z.string()).min(1), before: z.unknown().optional(), ours: z.array(z.unknown())}),
  ),
});

export type Journal = z.infer<typeof shape>;

/** A journal's file; `problem` says why it cannot be read, in words. */
export type FoundJournal = {file: string} & (
  | {journal: Journal; problem?: undefined}
  | {journal?: undefined; problem: string}
);

/** Where the journal of an application is: one of each. */
export function journalFile(folder: string, applicationId: string): string {
  return join(folder, `${encodeURIComponent(applicationId)}.json`);
}

/** Undefined where there is none. Never throws. */
export async function readJournal(file: string): Promise<FoundJournal | undefined> {
  try {
    const read = shape.safeParse(JSON.parse(await readFile(file, 'utf8')));
    if (read.success) return {file, journal: read.data};
    return {file, problem: 'it holds something else than the journal of a link'};
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    return {file, problem: error instanceof SyntaxError ? 'it is no JSON' : whyUnreadable(error)};
  }
}

/** Every journal of the folder, by name. Never throws. */
export async function readJournals(folder: string): Promise<FoundJournal[]> {
  const names = (await readdir(folder).catch(() => [])).filter(name => name.endsWith('.json') && !name.startsWith('.'));
  const found = await Promise.all(names.sort().map(name => readJournal(join(folder, name))));
  return found.filter(each => each !== undefined);
}

/** Whole or not at all, on the disk before this resolves, for the owner alone. Throws `WriteError`. */
export async function writeJournal(folder: string, journal: Journal): Promise<void> {
  const file = journalFile(folder, journal.applicationId);
  await writeText(`${jsonText(journal, 2)}\n`, {file, replace: true}, 'What is to be put back');
}

export async function removeJournal(file: string): Promise<void> {
  await unlink(file);
}
