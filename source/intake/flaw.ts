import type {IncomingMessage} from 'node:http';
import type {Failure} from '../call/observation.js';
import {isNamed} from './raw.js';

type Head = Pick<IncomingMessage, 'statusCode' | 'statusMessage' | 'headers' | 'rawHeaders'>;

/** All but tabs, blanks and what can be seen (RFC 9112, 4): Node reads the rest and refuses to write it. */
const unprintable = /[^\t\x20-\x7e\x80-\xff]/;

const flaws: readonly {code: string; of(head: Head): string | undefined}[] = [
  {
    code: 'status',
    of({statusCode = 0}) {
      if (statusCode === 101) return 'answered 101, though no upgrade was asked for.';
      return statusCode < 200 || statusCode > 599 ? `answered ${statusCode}, which is no HTTP status.` : undefined;
    },
  },
  {
    code: 'not-http',
    of: ({statusMessage = ''}) =>
      unprintable.test(statusMessage)
        ? 'has control characters in the reason phrase of its status line. Leave the phrase to its framework.'
        : undefined,
  },
  {
    code: 'not-http',
    of: ({rawHeaders}) =>
      isNamed(rawHeaders) ? undefined : 'answered with a header that has no name, or one with a blank in it.',
  },
  {
    code: 'not-http',
    of: ({headers: {'transfer-encoding': encoding = 'chunked'}}) =>
      encoding.toLowerCase() === 'chunked'
        ? undefined
        : `answered with the transfer encoding ${encoding.slice(0, 60)}. Answer in chunks, or with a length.`,
  },
];

/** Why the reply that begins so cannot be passed on, whatever its body is; undefined for one that can. */
export function flawOf(head: Head, place: string): Failure | undefined {
  for (const {code, of} of flaws) {
    const what = of(head);
    if (what !== undefined) return {code, text: `The application at ${place} ${what}`};
  }
  return undefined;
}
