/** A URL; undefined for a text that is none. */
export function asUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** A URL of http or https; undefined for any other text. */
export function asHttpUrl(text: string): URL | undefined {
  const url = asUrl(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}
