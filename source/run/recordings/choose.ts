import {type ListedRecording, recordingPicks, recordingsTable} from '../../output/recordings-table.js';
import {endedBy} from '../../terminal/signals.js';
import {maskNumbers} from '../../text/numbers.js';
import {printable, printableThrough} from '../../text/printable.js';
import {areLines} from '../lines-or-screen.js';
import type {ShowFlags} from '../start.js';
import {streams} from '../streams.js';
import {recordingsFolder} from './folder.js';
import {listRecordings} from './list.js';

/** Which recording of the state folder a person wants to see, or the exit status where there is none to be shown: in a pipe the list is printed. */
export async function chooseRecording(flags: ShowFlags): Promise<{file: string} | {exit: number}> {
  const folder = recordingsFolder();
  if (areLines(flags)) {
    printList(await listRecordings(folder), folder, flags.mask);
    return {exit: 0};
  }
  const {pick} = await import('../pick.js');
  const pickerOf = (all: readonly ListedRecording[]) => ({
    title: 'Recordings',
    where: folder,
    empty: `There are no recordings in ${folder} yet: every run of the monitor leaves one there.`,
    ...recordingPicks(all),
  });
  const picked = await pick({
    picker: pickerOf(await listRecordings(folder, {reading: 0})),
    print: flags.mask ? printableThrough(maskNumbers) : printable,
    ascii: flags.ascii,
    theme: flags.theme,
    keys: flags.keys,
    onNews: show => void listRecordings(folder).then(all => show(pickerOf(all))),
  });
  if (typeof picked === 'object') return {file: picked.id};
  return {exit: picked === 'interrupted' ? endedBy.SIGINT : 0};
}

function printList(all: readonly ListedRecording[], folder: string, mask: boolean | undefined): void {
  const width = process.stdout.isTTY ? process.stdout.columns : undefined;
  if (all.length > 0) streams.out(recordingsTable(all, {mask, width}));
  const [first] = all;
  streams.err(
    first
      ? `To open one: convo-monitor open ${first.name}\n`
      : `There are no recordings in ${printable(folder, 1000)} yet: every run of the monitor leaves one there.\n`,
  );
}
