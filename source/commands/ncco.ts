import type {Finding} from '../call/finding.js';
import {bytesOf, wholeOf} from '../config/named-file.js';
import type {Flags, Run} from '../program/options.js';
import {formatAsked} from '../run/json-format.js';
import {streamsFor} from '../run/masked-streams.js';
import {jsonText} from '../text/json.js';
import {printable} from '../text/printable.js';
import {whyUnreadable} from '../text/system-error.js';
import {checkNcco} from '../vonage/ncco/check.js';

/** What `convo-monitor ncco` works with: a path, or `-` for standard input. */
export type NccoCommand = Flags<'ncco'> & {file: string};

/** Where the findings and the complaints go, and what `-` reads. */
type NccoStreams = {
  out: (text: string) => void;
  err: (text: string) => void;
  stdin: AsyncIterable<Uint8Array | string>;
};

/** Bytes; the largest NCCO seen has a few thousand. */
const largest = 1024 * 1024;

/** Characters of one finding that are printed. */
const longest = 400;

export const run: Run<'ncco'> = ([file = '-'], flags) =>
  checkNccoFile({file, format: formatAsked(flags)}, {...streamsFor(flags), stdin: process.stdin});

/**
 * Checks an NCCO and prints a line for each finding, `file:line:column severity text`, as NDJSON, or all in one list of JSON.
 * Returns the exit status: 0 without errors (warnings do not count), 1 with errors, 3 when the file cannot be read.
 */
export async function checkNccoFile(command: NccoCommand, {out, err, stdin}: NccoStreams): Promise<0 | 1 | 3> {
  const {file, format = 'text'} = command;
  const name = file === '-' ? 'standard input' : file;
  const text = await textOf(file === '-' ? stdin : bytesOf(file)).catch((error: unknown) => ({
    reason: whyUnreadable(error),
  }));
  if (typeof text !== 'string') {
    err(
      `${printable(name)} cannot be read: ${printable(text.reason)}. Give the path of an NCCO, or - for standard input.\n`,
    );
    return 3;
  }
  const findings = checkNcco(text);
  const forms = {text: toText, ndjson: (file: string, finding: Finding) => jsonText({file, ...finding})};
  if (format === 'json')
    out(
      `${jsonText(
        findings.map(each => ({file: name, ...each})),
        2,
      )}\n`,
    );
  else for (const finding of findings) out(`${forms[format](name, finding)}\n`);
  return findings.some(({severity}) => severity === 'error') ? 1 : 0;
}

async function textOf(from: NccoStreams['stdin'] | ReturnType<typeof bytesOf>): Promise<string> {
  return (await wholeOf(await from, largest)).toString();
}

function toText(file: string, {line, column, severity, path, text}: Finding): string {
  const place = line === undefined ? '' : `:${line}:${column}`;
  const where = path === undefined ? '' : `${printable(path, longest)}: `;
  return `${printable(file)}${place} ${severity} ${where}${printable(text, longest)}`;
}
