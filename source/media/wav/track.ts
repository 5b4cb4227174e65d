/** Bytes of a sample. */
const sampleBytes = 2;

/** Some audio, or some silence where there is none. */
type Piece = {samples: number; bytes?: Uint8Array};

/** Silence that may become shorter as long as it has not been read. */
export type Rest = {samples: number};

/** One side's samples, in a row, that are not yet written: counted from the beginning of the socket. */
export function createTrack() {
  const pieces: Piece[] = [];
  /** Where what is kept begins and ends. */
  let [start, end] = [0, 0];

  /** Reads up to `count` samples of the first piece. */
  function readPiece(count: number, into: Buffer, place: number, step: number): number {
    const [piece] = pieces;
    if (!piece) return 0;
    const length = Math.min(count, piece.samples);
    for (let index = 0; piece.bytes && index < length; index++) {
      into[place + index * step] = piece.bytes[index * sampleBytes] as number;
      into[place + index * step + 1] = piece.bytes[index * sampleBytes + 1] as number;
    }
    piece.bytes = piece.bytes?.subarray(length * sampleBytes);
    piece.samples -= length;
    if (piece.samples === 0) pieces.shift();
    return length;
  }

  return {
    get end() {
      return end;
    },
    /** The bytes are copied: they are read only when they are written. */
    append(bytes: Uint8Array): void {
      const samples = Math.floor(bytes.length / sampleBytes);
      if (samples > 0) pieces.push({samples, bytes: Uint8Array.from(bytes)});
      end += samples;
    },
    rest(samples: number): Rest {
      const piece = {samples};
      pieces.push(piece);
      end += samples;
      return piece;
    },
    /** Takes away so much of a rest, or what there is of it. */
    shorten(rest: Rest, samples: number): void {
      const less = Math.min(rest.samples, samples);
      rest.samples -= less;
      end -= less;
    },
    /** Throws away what is from there on. */
    cut(at: number): void {
      for (let last = pieces.at(-1); last && end > at; last = pieces.at(-1)) {
        const less = Math.min(last.samples, end - at);
        last.samples -= less;
        end -= less;
        if (last.samples > 0) return;
        pieces.pop();
      }
    },
    /** Moves on to a moment; what is there goes into every `step` bytes of a buffer. */
    read(until: number, into: Buffer, place: number, step: number): void {
      for (let done = 0; start < until && pieces.length > 0; ) {
        const length = readPiece(until - start, into, place + done * step, step);
        done += length;
        start += length;
      }
      start = Math.max(start, until);
      end = Math.max(end, start);
    },
  };
}
