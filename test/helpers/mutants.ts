import fc from 'fast-check';

/** What nobody writes where something else is due. An object with such a `toString` throws in `String()` and in templates. */
const odd: readonly unknown[] = [
  9_007_199_254_740_991,
  4_294_967_296,
  4_294_967_295,
  8.64e15,
  1e308,
  -1e308,
  -1,
  0,
  0.5,
  '',
  'x',
  '9007199254740991',
  '1e308',
  '\u001b]0;x\u0007',
  '__proto__',
  'x'.repeat(10_000),
  null,
  true,
  [],
  {},
  [[[[]]]],
  {toString: 1, valueOf: 1},
  {constructor: 1, length: 9_007_199_254_740_991},
];

/** Says a number from 0 to below `many`. */
type Choose = (many: number) => number;

/** As many tries as `npm run fuzz` asks for; else a few hundred. */
export function tries(few: number): {numRuns: number} {
  return {numRuns: Number(process.env.FUZZ) || few};
}

/** What is made of choices, of which there are no end. */
function chosen<Made>(make: (choose: Choose) => Made): fc.Arbitrary<Made> {
  return fc.array(fc.nat(), {minLength: 60, maxLength: 60}).map(choices => {
    let next = 0;
    return make(many => (choices[next++ % choices.length] ?? 0) % many);
  });
}

/** JSON texts, one of which has become another in up to four places; and what is no JSON any more, one time in four. */
export function mutantsOf(texts: readonly string[]): fc.Arbitrary<string[]> {
  return chosen(choose => {
    const mutants = texts.slice();
    for (let left = 1 + choose(4); left > 0; left--) {
      const at = choose(mutants.length);
      const text = mutants[at] ?? '';
      mutants[at] = choose(4) === 0 ? broken(text, choose) : otherJson(text, choose);
    }
    return mutants;
  });
}

/** One of these texts of any kind, broken in up to four places; `pieces` are what its kind has a meaning for. */
export function brokenOf(texts: readonly string[], pieces: readonly string[]): fc.Arbitrary<string> {
  return chosen(choose => {
    let text = texts[choose(texts.length)] ?? '';
    for (let left = choose(5); left > 0; left--) text = broken(text, choose, pieces);
    return text;
  });
}

/** Some bytes cut out, doubled, or written over; what mutates a line leaves it a line. */
function broken(text: string, choose: Choose, pieces: readonly string[] = ['"', '{', '[']): string {
  const [from, length] = [choose(text.length + 1), choose(20)];
  const between = ['', text.slice(from, from + length).repeat(2), '\0'.repeat(length), '9'.repeat(length), ...pieces];
  return text.slice(0, from) + between[choose(between.length)] + text.slice(from + length);
}

function otherJson(text: string, choose: Choose): string {
  try {
    return JSON.stringify(otherValue(JSON.parse(text), choose));
  } catch {
    return text;
  }
}

/** The same value, and something else in one place of it; a text that holds JSON, such as a body, is JSON to this as well. */
function otherValue(value: unknown, choose: Choose): unknown {
  if (typeof value === 'string' && /^[[{]/.test(value) && choose(3) > 0) return otherJson(value, choose);
  const entries = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (entries.length === 0 || choose(8) === 0) return odd[choose(odd.length)];
  const at = choose(entries.length);
  const without = choose(12) === 0;
  const others = entries.flatMap(([name, each], i) =>
    i !== at ? [[name, each]] : without ? [] : [[name, otherValue(each, choose)]],
  );
  return Array.isArray(value) ? others.map(([, each]) => each) : Object.fromEntries(others);
}
