/** The value that a text is as JSON; undefined where it is none. For texts whose size is bounded already. */
export function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
