import {type Explanation, everything, explain, knownWords} from '../call/explain.js';
import type {Flags, Run} from '../program/options.js';
import {formatAsked} from '../run/json-format.js';
import {streams} from '../run/streams.js';
import {jsonText} from '../text/json.js';
import {printable} from '../text/printable.js';
import {suggest} from '../text/suggest.js';

/** What `convo-monitor explain` was asked: the words as typed, none for everything. */
type ExplainCommand = Flags<'explain'> & {words: readonly string[]};

type ExplainOutput = {out: (text: string) => void; err: (text: string) => void};

/** Characters of what was typed that are repeated. */
const longest = 200;

export const run: Run<'explain'> = async (words, flags) => explainWords({words, format: formatAsked(flags)}, streams);

/**
 * Prints what a status, a detail, a SIP code, an API error or the text of an NCCO error means and what to do next; everything
 * there is when no word is given. Returns the exit status: 0, or 2 for a word that is not known.
 */
export function explainWords({words, format = 'text'}: ExplainCommand, {out, err}: ExplainOutput): 0 | 2 {
  const asked = words.join(' ').trim();
  const found = asked === '' ? everything() : explain(asked);
  if (found.length === 0) {
    const near = suggest(asked, knownWords());
    const meant = near === undefined ? '' : ` Did you mean ${near}?`;
    err(`Nothing is known of "${printable(asked, longest)}".${meant} All there is: convo-monitor explain\n`);
    return 2;
  }
  if (format === 'json') out(`${jsonText(found, 2)}\n`);
  else if (format === 'ndjson') for (const each of found) out(`${jsonText(each)}\n`);
  else out(asked === '' ? asList(found) : found.map(asParagraph).join('\n'));
  return 0;
}

function asParagraph({kind, word, meaning, advice}: Explanation): string {
  const lines = [`${printable(word, longest)} (${kind})`, `  ${meaning}`, ...(advice ? [`  Next: ${advice}`] : [])];
  return `${lines.join('\n')}\n`;
}

function asList(all: readonly Explanation[]): string {
  const kinds = [...new Set(all.map(({kind}) => kind))];
  return kinds.map(kind => `${[kind, ...ofKind(kind, all)].join('\n')}\n`).join('\n');
}

function ofKind(kind: string, all: readonly Explanation[]): string[] {
  const rows = all.filter(each => each.kind === kind);
  const width = Math.min(40, Math.max(...rows.map(({word}) => word.length)));
  return rows.map(({word, meaning, advice}) => `  ${word.padEnd(width)}  ${meaning}${advice ? ` ${advice}` : ''}`);
}
