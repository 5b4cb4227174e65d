import {UsageError} from '../config/problem.js';
import {type ListedRecording, recordingsJson, recordingsTable} from '../output/recordings-table.js';
import type {Flags, Run} from '../program/options.js';
import {canAsk, isYes} from '../run/recordings/ask.js';
import {recordingsFolder} from '../run/recordings/folder.js';
import {listRecordings} from '../run/recordings/list.js';
import {removeRecording, unwantedOf} from '../run/recordings/prune.js';
import {displayOf, usableConfig} from '../run/start.js';
import {streams} from '../run/streams.js';
import {counted} from '../text/counted.js';
import {printable} from '../text/printable.js';
import {sizeText} from '../text/size.js';
import {suggest} from '../text/suggest.js';

const actions = {list, prune};

/** What there is in the state folder, and the way to have less of it. Throws `UsageError`. */
export const run: Run<'recordings'> = async ([action = 'list'], flags) => {
  if (!Object.hasOwn(actions, action)) {
    const meant = suggest(action, Object.keys(actions));
    throw new UsageError(
      `recordings takes list or prune; it was "${action}".${meant ? ` Did you mean ${meant}?` : ''}`,
    );
  }
  return actions[action as keyof typeof actions](flags);
};

async function list(flags: Flags<'recordings'>): Promise<number> {
  const pruning = ['olderThan', 'largerThan', 'keep', 'dryRun', 'yes'] as const;
  if (pruning.some(name => flags[name] !== undefined)) {
    throw new UsageError('Nothing is removed by a list: write recordings prune, with --dry-run to see what would go.');
  }
  const folder = recordingsFolder();
  const all = await listRecordings(folder);
  print(all, flags);
  if (all.length === 0) {
    streams.err(
      `There are no recordings in ${printable(folder, 1000)} yet: every run of the monitor leaves one there.\n`,
    );
  }
  return 0;
}

async function prune(flags: Flags<'recordings'>): Promise<number> {
  const {olderThan, largerThan, keep, dryRun, yes} = flags;
  if (olderThan === undefined && largerThan === undefined && keep === undefined) {
    throw new UsageError('Say which recordings are to go: --older-than 30d, --larger-than 200MB, or --keep 20.');
  }
  const unwanted = unwantedOf(await listRecordings(recordingsFolder()), {olderThan, largerThan, keep}, Date.now());
  print(unwanted, flags);
  const what = `${counted(unwanted.length, 'recording')} (${sizeText(unwanted.reduce((sum, {bytes}) => sum + bytes, 0))})`;
  if (unwanted.length === 0) streams.err('There is nothing to remove.\n');
  else if (dryRun) streams.err(`${what} would be removed. Nothing was: leave --dry-run out to remove them.\n`);
  else if (yes || (await isAgreed(what))) return removeAll(unwanted);
  else streams.err('Nothing was removed.\n');
  return 0;
}

/** In a pipe nobody can be asked. */
async function isAgreed(what: string): Promise<boolean> {
  if (canAsk()) return isYes(`Remove ${what} for good?`);
  throw new UsageError(`Nothing was removed: to remove ${what} add --yes, and to see which they are, --dry-run.`);
}

async function removeAll(unwanted: readonly ListedRecording[]): Promise<number> {
  let [count, bytes] = [0, 0];
  for (const each of unwanted) {
    const why = await removeRecording(each);
    if (why === undefined) {
      count += 1;
      bytes += each.bytes;
    } else streams.err(`${printable(why, 1000)}\n`);
  }
  streams.err(`${counted(count, 'recording')} (${sizeText(bytes)}) removed.\n`);
  return count === unwanted.length ? 0 : 1;
}

function print(all: readonly ListedRecording[], {json, ...flags}: Flags<'recordings'>): void {
  const {mask} = displayOf(usableConfig({mask: 'mask' in flags ? flags.mask : undefined}, {tasteOnly: true}));
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  if (json) streams.out(recordingsJson(all, {mask}));
  else if (all.length > 0) streams.out(recordingsTable(all, {mask, width}));
}
