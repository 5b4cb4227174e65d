/** What the sides of a WebSocket are called in sentences. */
export const sides = {vonage: 'Vonage', application: 'the application', monitor: 'this monitor'} as const;

/** Who closed a WebSocket, and how. A connection that ends without a code is 1006 to the far side (RFC 6455, 7.4.1). `reason` comes from outside. */
export function closedText({
  by,
  code,
  reason,
}: {
  by: keyof typeof sides;
  code?: number | null;
  reason?: string | null;
}): string {
  return `by ${sides[by]}, ${code ?? 'no code (1006)'}${reason ? ` ${reason}` : ''}`;
}

/** Close codes of an end that somebody wanted (RFC 6455, 7.4.1); 1005 stands for a close without one. */
export const inOrder: ReadonlySet<number> = new Set([1000, 1001, 1005]);
