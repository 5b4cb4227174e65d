/** As what a call can be saved: the one table that the overlay, the palette, the help and the `export` verb read. */
export const saveFormats = [
  {name: 'json', ending: 'json', holds: 'all that is known, with what was received: a snapshot'},
  {name: 'ndjson', ending: 'ndjson', holds: 'one JSON object a line, for jq and log collectors'},
  {name: 'csv', ending: 'csv', holds: 'the events as a table, for spreadsheets'},
  {
    name: 'html',
    ending: 'html',
    holds: 'a page to read, search and print, and to attach to tickets',
  },
  {name: 'markdown', ending: 'md', holds: 'a report with tables, ladder and diagram, for tickets'},
  {name: 'mermaid', ending: 'mmd', holds: 'a sequence diagram, drawn by GitHub, GitLab and editors'},
  {name: 'text', ending: 'txt', holds: 'a report to be read in a terminal'},
  {name: 'ladder', ending: 'ladder.txt', holds: 'who said what to whom, drawn with characters'},
] as const;

export type SaveFormat = (typeof saveFormats)[number]['name'];

/** The format of a name or of a file's ending: `markdown`, `md`. */
export function formatOf(word: string): SaveFormat | undefined {
  return saveFormats.find(({name, ending}) => name === word || ending === word)?.name;
}

/** The format that a file's name asks for by its ending, such as `call.md`. */
export function formatOfFile(file: string): SaveFormat | undefined {
  const byEnding = saveFormats.filter(({ending}) => file.toLowerCase().endsWith(`.${ending}`));
  return byEnding.sort((a, b) => b.ending.length - a.ending.length)[0]?.name;
}
