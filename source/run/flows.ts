import {readNamed} from '../config/named-file.js';
import {FileError} from '../config/problem.js';
import type {Mistake} from '../flow/file/document.js';
import type {Flow} from '../flow/flow.js';
import {counted} from '../text/counted.js';
import {maskNumbers} from '../text/numbers.js';
import {printable, repeat, safe, widthOf} from '../text/printable.js';
import {whyUnreadable} from '../text/system-error.js';
import {streams} from './streams.js';

/** Bytes of a flow file; ours have some hundreds. */
const MOST_BYTES = 1024 * 1024;

/** Mistakes of one file that are told one by one. */
const MOST_TOLD = 10;

/**
 * Reads flow files, before anything listens or is called. Where numbers are hidden in what is judged, they are hidden in the flows too. Says
 * each mistake with its place on standard error, and throws `FileError` then.
 */
export async function flowsOf(files: readonly string[], {mask = false} = {}): Promise<Flow[]> {
  const {readFlow} = await import('../flow/file/read.js');
  const flows: Flow[] = [];
  for (const file of files) {
    const bytes = await readNamed(file, MOST_BYTES).catch((error: unknown) => {
      throw new FileError(
        `${printable(file)} cannot be read: ${whyUnreadable(error)}. Name a flow file (YAML or JSON).`,
      );
    });
    const text = mask ? maskNumbers(bytes.toString()) : bytes.toString();
    const read = await readFlow(text, file);
    if ('mistakes' in read) refuse(file, text, read.mistakes);
    else flows.push(read.flow);
  }
  return flows;
}

/** Shows each mistake below its line, as compilers do. */
function refuse(file: string, text: string, mistakes: readonly Mistake[]): never {
  const rows = text.split(/\r\n?|\n/);
  for (const {line, column, text: said} of mistakes.slice(0, MOST_TOLD)) {
    const row = rows[line - 1] ?? '';
    const before = repeat(safe` `, widthOf(printable(row.slice(0, column - 1), 1000)));
    const number = safe`${line}`;
    streams.err(`${printable(file)}:${line}:${column}: ${printable(said, 600)}\n`);
    if (row.trim() !== '')
      streams.err(`  ${number} │ ${printable(row, 160)}\n  ${repeat(safe` `, number.length)} │ ${before}^\n`);
  }
  throw new FileError(
    `${printable(file)} has ${counted(mistakes.length, 'mistake')}: correct ${mistakes.length === 1 ? 'it' : 'them'}. Nothing was checked, and no call placed.`,
  );
}
