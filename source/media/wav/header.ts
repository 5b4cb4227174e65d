/** Bytes before the samples. */
export const headerBytes = 44;

/** Bytes of a moment: a sample of 16 bits for each side. */
export const momentBytes = 4;

/** The beginning of a WAV file with two channels of 16 bits, `moments` long. */
export function wavHeader(rate: number, moments: number): Buffer {
  const header = Buffer.alloc(headerBytes);
  const bytes = moments * momentBytes;
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(headerBytes - 8 + bytes, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // PCM, two channels.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * momentBytes, 28);
  header.writeUInt16LE(momentBytes, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes, 40);
  return header;
}
