import {gunzipSync} from 'node:zlib';
import {codeOf} from '../text/system-error.js';

/** What gzip has packed, or why it is not taken: a few bytes may be packed gigabytes. */
export function unzip(bytes: Uint8Array, most: number): Buffer | string {
  try {
    return gunzipSync(bytes, {maxOutputLength: most});
  } catch (error) {
    return codeOf(error) === 'ERR_BUFFER_TOO_LARGE'
      ? `is packed and would be more than ${most} bytes`
      : `is packed and broken`;
  }
}
