import {UsageError} from '../config/problem.js';
import {printable} from '../text/printable.js';
import {callsMeant} from '../world/read/meant.js';
import type {Conversation, World} from '../world/world.js';

/** Calls that are named where none is meant. */
const MOST_NAMED = 5;

/** The ids of the conversations that are meant by the words of `--call`. Throws `UsageError` for a word that means none of them. */
export function chosenCalls(world: World, words: readonly string[], files: readonly string[]): string[] {
  const chosen = words.flatMap(word => {
    const found = callsMeant(world, word);
    if (found.length === 0) throw new UsageError(noneMeant(world, word, files));
    return found.map(({id}) => id);
  });
  return [...new Set(chosen)];
}

function noneMeant(world: World, word: string, files: readonly string[]): string {
  const calls = [...world.conversations.values()].filter(({id}) => id !== '');
  const [file = '-', ...others] = files;
  const where = others.length > 0 ? 'these files' : file === '-' ? 'standard input' : printable(file);
  const named = calls.slice(0, MOST_NAMED).map(nameOf);
  const rest = calls.length - named.length;
  const known =
    calls.length === 0 ? 'No call is in there' : `There are ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
  return `--call ${printable(word)} means no call of ${where}. ${known}: give a number, or the beginning of an id.`;
}

function nameOf({index, id}: Conversation): string {
  return `${index} (${printable(id.slice(0, 12))})`;
}
