import type {Observation} from '../call/observation.js';

/** What an observation takes in memory beside what was received, bytes, more or less. */
const BESIDE = 500;

/** Bytes that an observation takes in memory, more or less. */
function bytesOf(o: Observation): number {
  const raw = 'raw' in o ? o.raw : o.source === 'control' ? o.resent?.raw : undefined;
  if (!raw) return BESIDE;
  let bytes = BESIDE + raw.body.length;
  for (const name in raw.headers) bytes += name.length + (raw.headers[name]?.length ?? 0);
  return bytes;
}

/** Observations that stay in memory, by their seq, up to so many bytes: what came first goes first. */
export class ObservationCache {
  private readonly bySeq = new Map<number, Observation>();
  private bytes = 0;

  get(seq: number): Observation | undefined {
    return this.bySeq.get(seq);
  }

  /** `most`: the bytes that all may take together, this one too. */
  add(o: Observation, most: number): void {
    this.drop(o.seq);
    this.bySeq.set(o.seq, o);
    this.bytes += bytesOf(o);
    for (const seq of this.bySeq.keys()) {
      if (this.bytes <= most) break;
      this.drop(seq);
    }
  }

  /** All of them, as a map that stands still. */
  all(): ReadonlyMap<number, Observation> {
    return new Map(this.bySeq);
  }

  private drop(seq: number): void {
    const known = this.bySeq.get(seq);
    if (!known) return;
    this.bySeq.delete(seq);
    this.bytes -= bytesOf(known);
  }
}
