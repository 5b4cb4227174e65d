import {UsageError} from '../config/problem.js';

/** The format that was asked for, of a verb that prints a table: `--json` is short for `--format json`. Throws `UsageError` where the two say otherwise. */
export function formatAsked<Format extends string>({
  format,
  json,
}: {
  format?: Format;
  json?: boolean;
}): Format | 'json' | 'text' {
  if (!json) return format ?? 'text';
  if (format !== undefined && format !== 'text' && format !== 'json')
    throw new UsageError(`--json and --format ${format} are two formats: leave one of them out.`);
  return 'json';
}
