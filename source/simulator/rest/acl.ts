/** What a pattern is made of: any characters but a slash, any at all, or one character as it is. */
type Mark = 'part' | 'rest' | {char: string};

/** Characters of a pattern that are read; Vonage's own are far shorter, and what is longer names nothing. */
const LONGEST = 500;

/**
 * Whether a pattern of a token's access list names a path: `*` is a part of it, `**` the rest, and `/**` the path before it, too
 * (Vonage's guide to JWT access lists). The pattern is a stranger's, so it is matched mark by mark: the cost is the product of the
 * two lengths, whatever is in them.
 */
export function isNamedBy(pattern: string, path: string): boolean {
  if (pattern.length > LONGEST) return false;
  const shorter = pattern.endsWith('/**') && isNamedBy(pattern.slice(0, -'/**'.length), path);
  return shorter || matches(marksOf(pattern), path);
}

function marksOf(pattern: string): Mark[] {
  return (pattern.match(/\*\*|[\s\S]/g) ?? []).map(text => {
    if (text === '**') return 'rest';
    return text === '*' ? 'part' : {char: text};
  });
}

function matches(marks: readonly Mark[], path: string): boolean {
  /** Of each place in the path, whether the marks so far can end there. */
  let ends = [true];
  for (const mark of marks) {
    const next: boolean[] = [];
    for (let at = 0; at <= path.length; at += 1) {
      if (typeof mark === 'object') next[at] = ends[at - 1] === true && path[at - 1] === mark.char;
      else next[at] = ends[at] === true || (next[at - 1] === true && (mark === 'rest' || path[at - 1] !== '/'));
    }
    ends = next;
  }
  return ends[path.length] === true;
}
