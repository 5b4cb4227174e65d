/** Whether a text is one that a pattern describes: `*` stands for any text, everything else for itself, in any case. */
export function globOf(pattern: string): (text: string) => boolean {
  const parts = pattern.toLowerCase().split('*');
  if (parts.length === 1) return text => text.toLowerCase() === parts[0];
  return text => fits(text.toLowerCase(), parts);
}

/** The first part begins the text, the last ends it, and the others come between in their order: the earliest place of each is as good as any. */
function fits(text: string, parts: readonly string[]): boolean {
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if (text.length < first.length + last.length || !text.startsWith(first) || !text.endsWith(last)) return false;
  const end = text.length - last.length;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}
