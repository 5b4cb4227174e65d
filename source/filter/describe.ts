import {fields} from './fields.js';

/** One line of the filter's help: what to write, and what it finds. */
export type FilterHelp = {group: 'text' | 'joining' | 'fields' | 'words'; write: string; finds: string};

const syntax: readonly FilterHelp[] = [
  {group: 'text', write: 'busy 4477', finds: 'both words, anywhere in the row: type, note, leg, ids, names, numbers'},
  {
    group: 'text',
    write: '"call failed"',
    finds: 'the words together; also a word that means something here, such as "or"',
  },
  {group: 'text', write: '/time.?out/i', finds: 'a regular expression; i is for any case'},
  {group: 'joining', write: 'a b, a and b', finds: 'both'},
  {group: 'joining', write: 'a or b', finds: 'either; "and" binds closer, (…) groups'},
  {group: 'joining', write: '!a, not a', finds: 'everything else'},
  {group: 'joining', write: 'leg:L1,L2', finds: 'any of the values'},
  {
    group: 'joining',
    write: 'type:dtmf, type=input',
    finds: ': finds what begins so, = exactly that, * stands for anything',
  },
  {group: 'joining', write: 'lat>500', finds: 'more than; also >= < <= and != (is not)'},
];

/** The whole language, from the table that reads it. */
export function describeFilter(): readonly FilterHelp[] {
  return [
    ...syntax,
    ...Object.values(fields).map(({example, meaning}) => ({group: 'fields' as const, write: example, finds: meaning})),
    ...Object.entries(fields).flatMap(([name, field]) =>
      field.kind === 'words'
        ? Object.entries(field.words).map(([word, {meaning, aliases = []}]) => ({
            group: 'words' as const,
            write: [word, ...aliases].map(each => `${name}:${each}`).join(', '),
            finds: meaning,
          }))
        : [],
    ),
  ];
}
