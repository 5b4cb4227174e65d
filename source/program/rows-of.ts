import {type OptionRow, options, type Verb} from './options.js';

/** An option as a verb has it: `env`, `json` and `several` as settings have them, too. */
export type VerbOption = Omit<OptionRow, 'verbs' | 'several'> & {
  several?: OptionRow['several'] | true;
  env?: readonly string[];
  json?: {enum?: readonly string[]};
};

type Row = VerbOption & {
  verbs: readonly string[];
  elsewhere?: Readonly<Partial<Record<string, Partial<Pick<VerbOption, 'help' | 'otherwise' | 'under'>>>>>;
};

/** The options of a verb in the order of its help, in the words that suit it. */
export function rowsOf(verb: Verb): VerbOption[] {
  return (options as readonly Row[])
    .filter(({verbs}) => verbs.includes(verb))
    .map(({elsewhere, ...row}) => ({...row, ...elsewhere?.[verb]}));
}
