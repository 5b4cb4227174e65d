import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import {setImmediate} from 'node:timers/promises';
import {scannedPicks} from '../../output/calls-table.js';
import {readCallIndex, writeCallIndex} from '../../recording/call-index.js';
import {createCallScan, type ScannedCall} from '../../recording/call-scan.js';
import {maskNumbers} from '../../text/numbers.js';
import {printable, printableThrough} from '../../text/printable.js';
import {sizeText} from '../../text/size.js';
import {createProgress} from '../progress.js';
import {barBelow} from '../reading-bar.js';
import type {ShowFlags} from '../start.js';

/** What of a large recording is to be shown. */
type Chosen = ScannedCall | 'all' | 'left' | 'interrupted';

/** Lets a person choose among the calls of a large recording. */
export async function callChooser(file: string, flags: ShowFlags): Promise<(chosen?: string) => Promise<Chosen>> {
  const calls = await callsIn(file);
  const byId = new Map(calls.map(call => [call.id, call]));
  const {size} = await stat(file);
  const {pick} = await import('../pick.js');
  const picker = {
    title: 'Calls',
    where: file,
    empty: '',
    ...scannedPicks(calls, `all of them, which reads ${sizeText(size)}`),
  };
  return async chosen => {
    const picked = await pick({
      picker,
      print: flags.mask ? printableThrough(maskNumbers) : printable,
      ascii: flags.ascii,
      theme: flags.theme,
      keys: flags.keys,
      chosen,
    });
    return typeof picked === 'object' ? (byId.get(picked.id) ?? 'all') : picked;
  };
}

/** The calls of a recording, by the list beside it, or by a look at all of its lines, which is then kept. */
export async function callsIn(file: string): Promise<ScannedCall[]> {
  const found = await stat(file);
  const known = await readCallIndex(file, found);
  if (known) return known;
  const scan = createCallScan();
  process.stderr.write(
    `Looking for the calls in ${printable(file)} (${sizeText(found.size)}): the next time they are known.\n`,
  );
  const progress = createProgress(found.size);
  const unbar = barBelow('Looking', progress.look);
  try {
    for await (const block of createReadStream(file, {highWaterMark: 1 << 20})) {
      scan.add(block);
      progress.add(block.length);
      // Signals and the bar come between.
      await setImmediate();
    }
  } finally {
    unbar();
  }
  const calls = scan.calls();
  await writeCallIndex(file, found, calls);
  return calls;
}
