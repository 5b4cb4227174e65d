/** What is remembered. */
const MOST = 10_000;

/** Remembers what was told, so that the same is not told again; of more than it remembers, the oldest is forgotten. */
export function createTold(most = MOST) {
  const told = new Set<string>();
  return {
    isNew(text: string): boolean {
      if (told.has(text)) return false;
      told.add(text);
      const [oldest] = told.size > most ? told : [];
      if (oldest !== undefined) told.delete(oldest);
      return true;
    },
  };
}
