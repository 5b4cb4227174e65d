const MOST_KEPT = 4096;
const kept = new Map<string, string>();

/**
 * The same text as the one string that is kept of it. Every payload that is parsed makes strings of its own, and a million
 * events repeat few texts: numbers, prices, networks. Only the texts in use lately are remembered.
 */
export function intern(text: string): string {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size === MOST_KEPT) kept.clear();
  kept.set(text, text);
  return text;
}
