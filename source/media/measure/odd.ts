import type {OddFrame} from '../../call/media.js';

/** Bytes of a frame that are kept as evidence. */
const shown = 8;

/** Bytes that are looked at for a text. */
const longestText = 64;

type Look = NonNullable<OddFrame['looksLike']>;

/** What begins like this is a file in the place of samples. Four bytes at the least: audio does that once in a year. */
const files: readonly (readonly [Look, RegExp])[] = [
  ['a WAV file', /^RIFF....WAVE/s],
  ['an Ogg file', /^OggS/],
  ['an MP3 file', /^ID3[\x02-\x04]/],
];

/** Audio may begin like this, too, though seldom: it counts where the size is wrong, or at the very start. */
const others: readonly (readonly [Look, RegExp])[] = [
  // A frame's header of layer III: its bit rate and sampling rate are those that there are.
  ['an MP3 file', /^\xff[\xe2\xe3\xf2\xf3\xfa\xfb][\x10-\xeb]/],
  ['JSON', /^\s*[{[]\s*["{[]/],
  ['base64', /^[A-Za-z0-9+/_-]{16,}={0,2}$/],
];

/** The bytes with which a file may begin, so that audio is not looked at twice. */
const firstBytes = new Set([...'ROI'].map(letter => letter.charCodeAt(0)));

/**
 * What a frame looks like that is no audio; undefined for audio. `isSuspect` where its size is wrong or nothing came before it: then less is
 * enough.
 */
export function likenessOf(frame: Uint8Array, isSuspect: boolean): Look | undefined {
  if (!isSuspect && !firstBytes.has(frame[0] ?? 0)) return undefined;
  const start = Array.from(frame.subarray(0, longestText), code => String.fromCharCode(code)).join('');
  const rows = isSuspect ? [...files, ...others] : files;
  return rows.find(([, pattern]) => pattern.test(start))?.[0];
}

export function oddFrame(frame: Uint8Array, due: number, at: number, looksLike?: Look): OddFrame {
  const start = [...frame.subarray(0, shown)].map(byte => byte.toString(16).padStart(2, '0')).join(' ');
  return {at, size: frame.length, due, start, ...(looksLike && {looksLike})};
}
