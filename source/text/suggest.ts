/**
 * The known name that a mistyped one probably meant: the same letters in another case or with other separators, or at
 * most a third of them wrong. Undefined when nothing is near.
 */
export function suggest(name: string, known: readonly string[]): string | undefined {
  if (name.length > 40) return;
  const plain = simple(name);
  let best: string | undefined;
  let least = Math.max(1, Math.floor(plain.length / 3)) + 1;
  for (const candidate of known) {
    const distance = edits(plain, simple(candidate));
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Whether two names differ at most in case and separators, such as `TIME_OUT` and `timeOut`. */
export function sameLetters(one: string, other: string): boolean {
  return simple(one) === simple(other);
}

function simple(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '');
}

/** Insertions, deletions, replacements and swaps of neighbours that make one text the other. */
function edits(from: string, to: string): number {
  let before: number[] = [];
  let above = Array.from({length: to.length + 1}, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1] ? 0 : 1;
      let least = Math.min((above[column] ?? 0) + 1, (line[column - 1] ?? 0) + 1, (above[column - 1] ?? 0) + same);
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, (before[column - 2] ?? 0) + 1);
      }
      line.push(least);
    }
    [before, above] = [above, line];
  }
  return above[to.length] ?? 0;
}
