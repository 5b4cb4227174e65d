/** Samples a second that a content type declares; undefined for one that Vonage has not (its guide to WebSockets). */
export function rateIn(contentType: unknown): number | undefined {
  const [, rate] = /rate=(8000|16000|24000)\b/.exec(typeof contentType === 'string' ? contentType : '') ?? [];
  return rate === undefined ? undefined : Number(rate);
}
