import {type Verb, type VerbRow, verbs} from '../options.js';
import {rowsOf} from '../rows-of.js';

/** What can stand behind a flag or a verb: one of these words, a file, or something that nobody can guess. */
export type CompletionValue = {name: string; words?: readonly string[]; isFile: boolean};

export type CompletedFlag = {
  /** With its dashes. */
  flag: string;
  help: string;
  /** Absent where it takes none. */
  value?: CompletionValue;
  isRepeated: boolean;
};

export type CompletedVerb = {
  /** Empty for what runs without a verb. */
  name: string;
  help: string;
  value?: CompletionValue;
  flags: readonly CompletedFlag[];
};

const ofAll: readonly CompletedFlag[] = [{flag: '--help', help: 'what it does, with its flags', isRepeated: false}];

/** The command line as shells complete it. `words` are those that a verb's argument is one of. */
export function commandLine(words: Partial<Record<Verb | 'help', readonly string[]>>): CompletedVerb[] {
  const known = (Object.entries(verbs) as [Verb, VerbRow][]).map(([verb, {takes, help}]) => ({
    name: verb === 'monitor' ? '' : verb,
    help,
    ...(takes && {value: valueNamed(takes[0], words[verb])}),
    flags: [...flagsOf(verb), ...ofAll],
  }));
  const names = known.flatMap(({name}) => name || []);
  const help = {name: 'help', help: 'what a verb does', value: valueNamed('[verb]', names), flags: []};
  return [...known, help];
}

function flagsOf(verb: Verb): CompletedFlag[] {
  return rowsOf(verb).flatMap(({flag, takes, help, choices, several, not, json}) => [
    {
      flag,
      help,
      ...(takes !== undefined && {value: valueNamed(takes, choices ?? json?.enum)}),
      isRepeated: several !== undefined,
    },
    ...(not === undefined ? [] : [{flag: flag.replace('--', '--no-'), help: not, isRepeated: false}]),
  ]);
}

function valueNamed(takes: string, words?: readonly string[]): CompletionValue {
  const name = takes.replace(/[<>[\].]/g, '');
  return {name, ...(words && {words}), isFile: /^(file|folder|scenario)/.test(name)};
}
