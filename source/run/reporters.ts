import {writeFile} from 'node:fs/promises';
import {isAbsolute, relative, resolve, sep} from 'node:path';
import {FileError} from '../config/problem.js';
import type {Judgement} from '../flow/judge.js';
import {githubAnnotations} from '../flow/report/github.js';
import {junit} from '../flow/report/junit.js';
import {tap} from '../flow/report/tap.js';
import {flowReport} from '../flow/report/text.js';
import type {Reporter} from '../program/reporter.js';
import {colorDepth} from '../terminal/style.js';
import {printable} from '../text/printable.js';
import {messageOf} from '../text/system-error.js';
import {forStream, linePaint} from './paint.js';

const forms: Readonly<Record<Reporter['form'], (judgements: readonly Judgement[]) => string>> = {junit, tap};

export type ReportOptions = {
  reporter?: readonly Reporter[];
  ascii?: boolean;
  /** Nothing else is on standard output. */
  isAlone: boolean;
};

/**
 * Says what became of flows: for people, on standard output where that has nothing else, for programs as `--reporter` asks, and on GitHub
 * Actions beside the lines of the files. Returns whether all was as expected. Throws `FileError` when a report cannot be written.
 */
export async function writeReports(
  judgements: readonly Judgement[],
  {reporter = [], ascii, isAlone}: ReportOptions,
): Promise<boolean> {
  const isTaken = reporter.some(({file}) => file === undefined);
  const stream = isAlone && !isTaken ? process.stdout : process.stderr;
  const text = flowReport(judgements, linePaint({depth: colorDepth(process.env, stream.isTTY === true)}));
  stream.write(forStream(stream, text, ascii));
  for (const {form, file} of reporter) {
    const written = forms[form](judgements);
    if (file === undefined) process.stdout.write(written);
    else await writeFile(file, written).catch((error: unknown) => refuse(file, error));
  }
  if (process.env.GITHUB_ACTIONS === 'true') process.stderr.write(githubAnnotations(judgements, inRepository));
  return judgements.every(({ok}) => ok);
}

function refuse(file: string, error: unknown): never {
  throw new FileError(
    `The report ${printable(file)} cannot be written: ${printable(messageOf(error), 200)}. Choose another place.`,
  );
}

/** A file's path from the top of the repository, as GitHub wants it. */
function inRepository(file: string): string {
  const path = relative(process.env.GITHUB_WORKSPACE ?? process.cwd(), resolve(file));
  return isAbsolute(path) || path.startsWith('..') ? file : path.split(sep).join('/');
}
