import {secrecyOf} from '../text/secrets/names.js';
import {HIDDEN, hideSecrets} from '../text/secrets.js';
import {suggest} from '../text/suggest.js';
import {options} from './options.js';

const rows: readonly {flag: string; secret?: true}[] = options;
const flags = rows.map(({flag}) => flag.slice(2));
const secretFlags: ReadonlySet<string> = new Set(rows.filter(({secret}) => secret).map(({flag}) => flag.slice(2)));

/**
 * The words of a command line without the values of flags that hold secrets, also where the flag is mistyped, or is none of the verb's. Words
 * behind such a flag are hidden up to the next flag: they may be the rest of a value that was not quoted.
 */
export function withoutSecrets(words: readonly string[]): string[] {
  let isSecret = false;
  return words.map((word, i) => {
    const [, dashes = '', name = '', value] = /^([-–—]*)([\w-]+)(?:[=:](.*))?$/s.exec(word) ?? [];
    const isFlag = dashes !== '' && !(isSecret && isValueOf(words[i - 1]));
    if (isSecret && !isFlag) return word && HIDDEN;
    const namesSecret = (isFlag || value !== undefined) && isNameOfSecret(name);
    if (isFlag) isSecret = namesSecret && value === undefined;
    if (!namesSecret || value === undefined) return hideSecrets(word);
    // `--api-secret=…`, and `VONAGE_API_SECRET=…` that is meant for the environment.
    isSecret = isFlag;
    return `${word.slice(0, word.length - value.length)}${HIDDEN}`;
  });
}

/** A flag of ours takes the next word for its value, even when that begins with a dash. */
function isValueOf(before: string | undefined): boolean {
  return before?.startsWith('--') === true && secretFlags.has(before.slice(2));
}

function isNameOfSecret(name: string): boolean {
  if (secretFlags.has(name)) return true;
  if (flags.includes(name)) return false;
  const meant = suggest(name, flags);
  return secrecyOf(name) !== undefined || (meant !== undefined && secretFlags.has(meant));
}

/** A message as it may be said: where it quotes the command line, without the secrets in there, and without any other. */
export function withoutTypedSecrets(message: string, words: readonly string[] = process.argv.slice(2)): string {
  const shown = withoutSecrets(words);
  const said = words.reduce((text, word, i) => {
    const hidden = shown[i] ?? word;
    return hidden === word ? text : text.replaceAll(`'${word}'`, `'${hidden}'`).replaceAll(`"${word}"`, `"${hidden}"`);
  }, message);
  return hideSecrets(said);
}

/** Takes the secrets out of what `ps` shows of this process. (They were there for a moment, and are in the shell's history.) */
export function hideFromProcessList(): void {
  const words = process.argv.slice(2);
  const shown = withoutSecrets(words);
  // On Windows, the title is that of the console.
  if (process.platform === 'win32' || shown.every((each, i) => each === words[i])) return;
  process.title = ['convo-monitor', ...shown].join(' ').replaceAll(HIDDEN, '***');
}
