import {lstat, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {FileError, UsageError} from '../../config/problem.js';
import type {ListedRecording} from '../../output/recordings-table.js';
import {printable} from '../../text/printable.js';
import {suggest} from '../../text/suggest.js';
import {whyUnreadable} from '../../text/system-error.js';
import {listFound, type RecordingFile, recordedIn} from '../recordings/list.js';

/** The recordings that may be read: those of some folders, and some files. No other path leads anywhere. */
export type ReadableRecordings = {
  /** Newest first. */
  list(): Promise<ListedRecording[]>;
  /** The one of that name. Throws `UsageError` for any other, a path above all. */
  named(name: string): Promise<RecordingFile>;
};

/** What the command line names beside the state folder. Throws `FileError` for what is not there, `UsageError` for what can be none. */
export async function readableRecordings(folder: string, given: readonly string[]): Promise<ReadableRecordings> {
  const [folders, files]: [string[], string[]] = [[], []];
  for (const path of given) {
    if (path === '-') throw new UsageError('- is standard input, which is the protocol’s: name a file or a folder.');
    const found = await stat(path).catch((error: unknown) => {
      throw new FileError(
        `${printable(path)} cannot be read: ${whyUnreadable(error)}. Name a recording, or a folder with some.`,
      );
    });
    (found.isDirectory() ? folders : files).push(path);
  }

  const all = async (): Promise<RecordingFile[]> => {
    const inFolders = await Promise.all(
      folders.map(async each => (await recordedIn(each)).map(found => ({...found, name: join(each, found.name)}))),
    );
    const alone = await Promise.all(
      files.map(async file => ({file, name: file, stat: await stat(file).catch(() => undefined)})),
    );
    const there = alone.filter((each): each is RecordingFile => each.stat?.isFile() === true);
    return [...there, ...inFolders.flat(), ...(await recordedIn(folder))];
  };

  return {
    // Beside what somebody named, nothing is written.
    list: async () => listFound(await all(), {isKept: file => dirname(file) === folder}),
    async named(name) {
      const known = await all();
      const found = known.find(each => each.name === name) ?? known.find(each => bareOf(each.name) === name);
      if (found) return found;
      const meant = suggest(
        name,
        known.flatMap(each => [each.name, bareOf(each.name)]),
      );
      throw new UsageError(`${printable(name)} is no recording that may be read here. ${await whyNot(name, meant)}`);
    },
  };
}

const bareOf = (name: string): string => name.replace(/\.ndjson(\.gz)?$/, '');

/** What to do about a name that leads nowhere. */
async function whyNot(name: string, meant: string | undefined): Promise<string> {
  if (meant !== undefined) return `Did you mean ${printable(meant)}? list_recordings has the names.`;
  const isPath =
    /[/\\]/.test(name) ||
    (await lstat(name).then(
      () => true,
      () => false,
    ));
  return isPath
    ? 'Paths are not followed: only recordings of the state folder and what the person named at the start, convo-monitor mcp FILE-OR-FOLDER, can be read. list_recordings has the names.'
    : 'list_recordings has the names.';
}
