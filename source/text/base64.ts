/** Bytes that are written in base64, one character a byte; undefined for what is no base64. */
export function bytesIn(base64: string): string | undefined {
  try {
    return atob(base64);
  } catch {
    return undefined;
  }
}
