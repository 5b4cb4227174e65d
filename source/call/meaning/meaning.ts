/** What something of Vonage's means, in one plain sentence, and what to do next, where there is something to do. */
export type Meaning = {meaning: string; advice?: string};

/** Words from outside are looked up in it, so it is a map and not an object. */
export type Meanings = ReadonlyMap<string, Meaning>;

export function meanings(table: Record<string, Meaning>): Meanings {
  return new Map(Object.entries(table));
}
