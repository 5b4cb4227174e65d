/** How audio travels on a WebSocket leg: 16-bit little-endian samples, one channel. */
export type Format = {
  /** Samples a second. */
  rate: number;
  /** Bytes of a frame. */
  frameBytes: number;
};

/** ms that one frame lasts (Vonage's WebSocket guide). */
export const frameMs = 20;

/** What an endpoint that leaves out its `content-type` is given. */
export const usualContentType = 'audio/l16;rate=16000';

const rates = new Set([8000, 16_000, 24_000]);

/** Reads `audio/l16;rate=8000`, `…16000` or `…24000`; any other rate counts as 16000. */
export function formatOf(contentType = usualContentType): Format {
  const asked = Number(/rate=(\d+)/.exec(contentType)?.[1]);
  const rate = rates.has(asked) ? asked : 16_000;
  return {rate, frameBytes: (rate / 1000) * frameMs * 2};
}
