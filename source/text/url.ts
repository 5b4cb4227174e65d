/** A URL; undefined for a text that is none. */
export function asUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** A URL of http or https; undefined for any other text. */
export function asHttpUrl(text: string): URL | undefined {
  const url = asUrl(text);
  return url && /^https?:$/.test(url.protocol) ? url : undefined;
}

/** This machine, reached without a network. */
export function isLoopback({hostname}: URL): boolean {
  return /^(localhost|127\.[\d.]+|\[::1\])$/.test(hostname);
}

/** A host that the world cannot reach: this machine, and networks that are nobody's outside (RFC 1918). */
export function isPrivate({hostname}: URL): boolean {
  return /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[::1\]|0\.0\.0\.0)|\.(local|internal|test)$/.test(
    hostname,
  );
}
