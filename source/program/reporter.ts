import {UsageError} from '../config/problem.js';
import {suggest} from '../text/suggest.js';

const forms = ['junit', 'tap'] as const;

/** A report for programs: its form, and the file it goes to; standard output without one. */
export type Reporter = {form: (typeof forms)[number]; file?: string};

/** Reads `junit=FILE`, `tap=FILE`, `junit` or `tap`. Throws `UsageError`. */
export function reporter(text: string): Reporter {
  const [, name = '', file] = /^([^=]*)(?:=(.*))?$/s.exec(text) ?? [];
  const form = forms.find(each => each === name);
  if (form === undefined) {
    const meant = suggest(name, forms);
    throw new UsageError(
      `--reporter takes junit or tap, with =FILE for a file; it was "${text}"${meant ? `: did you mean ${meant}?` : '.'}`,
    );
  }
  if (file === '')
    throw new UsageError(`--reporter ${text} names no file: write ${form}=FILE, or ${form} for standard output.`);
  return {form, ...(file !== undefined && {file})};
}
