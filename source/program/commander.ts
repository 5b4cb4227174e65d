import {type Command, InvalidArgumentError, Option} from 'commander';
import {headings} from '../config/headings.js';
import type {Verb} from './options.js';
import {rowsOf, type VerbOption} from './rows-of.js';

/** Verbs with so many flags that their help has headings. */
const long: ReadonlySet<Verb> = new Set(['monitor', 'demo', 'call', 'open', 'simulate', 'test', 'doctor']);

/** Gives a verb its options. */
export function addOptions(command: Command, verb: Verb): void {
  for (const row of rowsOf(verb)) {
    const heading = row.under && long.has(verb) ? headings[row.under] : undefined;
    const add = (option: Option) => command.addOption(heading === undefined ? option : option.helpGroup(heading));
    add(optionOf(row));
    if (row.not !== undefined) add(new Option(row.flag.replace('--', '--no-'), row.not));
  }
}

function optionOf(row: VerbOption): Option {
  const {flag, takes, choices, read, several, bare} = row;
  const option = new Option(takes === undefined ? flag : `${flag} ${takes}`, helpOf(row));
  if (choices) option.choices(choices);
  const parse = (text: string) => {
    if (text === '') throw new InvalidArgumentError('It is empty: give a value, or leave the flag out.');
    return read ? read(text) : text;
  };
  if (several) option.argParser((value: string, before: unknown[] | undefined) => [...(before ?? []), parse(value)]);
  else if (takes !== undefined && !choices) option.argParser(parse);
  if (bare !== undefined) option.preset(bare);
  // A setting's default is not given by the command line: the environment and files come before it.
  return 'default' in row && !('env' in row) ? option.default(row.default) : option;
}

function helpOf(row: VerbOption): string {
  const usual = 'env' in row || row.otherwise !== undefined ? defaultOf(row) : undefined;
  if (usual === undefined) return row.help;
  return `${row.help} (default${usual.includes(' ') ? ':' : ''} ${usual})`;
}

/** What holds without the flag, in words. */
export function defaultOf(row: {default?: unknown; otherwise?: string}): string | undefined {
  if (row.otherwise !== undefined) return row.otherwise;
  return row.default === undefined || row.default === false ? undefined : String(row.default);
}
