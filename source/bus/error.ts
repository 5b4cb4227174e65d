import {codeOf, messageOf} from '../text/system-error.js';
import {iso} from '../text/time.js';

/** What keeps observations from a bus. `code` is a word for programs; the message says what happened, where, and what to do next. */
export class BusError extends Error {
  override readonly name = 'BusError';

  constructor(
    readonly code: BusErrorCode,
    message: string,
  ) {
    super(message);
  }
}

export type BusErrorCode =
  | 'unreachable'
  | 'no-answer'
  | 'no-bus'
  | 'tls'
  | 'no-tls'
  | 'unauthorized'
  | 'expired'
  | 'credentials'
  | 'too-old'
  | 'forbidden'
  | 'no-jetstream'
  | 'no-stream'
  | 'full'
  | 'too-large'
  | 'refused'
  | 'lost'
  | 'recording'
  | 'other-shards';

/** What stays until somebody does something about it. */
const toMend: ReadonlySet<BusErrorCode> = new Set([
  'unauthorized',
  'expired',
  'credentials',
  'forbidden',
  'tls',
  'no-tls',
  'too-old',
]);

/** Of which kind it is that nothing comes from a bus: what somebody has to mend, each by its code; or it is `away`. */
export const lossOf = (error: unknown): string =>
  error instanceof BusError && toMend.has(error.code) ? error.code : 'away';

export const noJetStream = (url: string): string =>
  `JetStream is not enabled at ${url}, or not for this account. Start it with: nats-server -js.`;

/** `at`: ms since the epoch. */
export const expiredText = (url: string, at?: number): string =>
  `The credentials for ${url} ${at === undefined ? 'have expired' : `expired at ${iso(at)}`}. Put new ones in their place: the file is read again at each try.`;

type Rule = {
  code: BusErrorCode;
  /** Whether it is this, by the error's name, its system code or JetStream's number, and what it says. */
  is: (error: Told) => boolean;
  /** `url`: of the bus; `said`: the error's own words, for those that nobody has foreseen. */
  text: (url: string, said: string) => string;
};

type Told = {name: string; code: string; said: string};

/** The first that fits. */
const rules: readonly Rule[] = [
  {
    code: 'forbidden',
    is: ({name}) => name === 'PermissionViolationError',
    text: (url, said) =>
      `${url} does not permit it: ${said}. Let its administrator allow that subject to these credentials (convo-monitor bus init --dry-run prints what each role needs).`,
  },
  {
    code: 'expired',
    is: ({name}) => name === 'UserAuthenticationExpiredError',
    text: url => expiredText(url),
  },
  {
    code: 'unauthorized',
    is: ({name, said}) => name === 'AuthorizationError' || /authorization|authentication/i.test(said),
    text: url => `${url} does not take these credentials. Give others: --bus-creds FILE, or --bus-nkey FILE.`,
  },
  {
    code: 'full',
    is: ({code, said}) => /^100(23|28|47|77)$/.test(code) || /maximum (bytes|messages)|insufficient/i.test(said),
    text: (url, said) =>
      `The stream at ${url} takes no more (${said}). Let it keep more, or drop what is old: convo-monitor bus init ${url} --max-bytes SIZE, which the server must have room for.`,
  },
  {
    code: 'too-large',
    is: ({code, said}) => code === '10054' || /max(imum)?[_ ]payload|size exceeds/i.test(said),
    text: (url, said) =>
      `The stream at ${url} takes no message of this size (${said}). Let it take what its server takes: max_msg_size -1.`,
  },
  {
    code: 'no-jetstream',
    is: ({code, said}) => /^100(39|76)$/.test(code) || /jetstream not enabled for account/i.test(said),
    text: noJetStream,
  },
  {
    code: 'no-stream',
    is: ({code, said}) => code === '10059' || /no responders|jetstream is not enabled|stream not found/i.test(said),
    text: url =>
      `No stream at ${url} takes observations, or it has no leader just now. To make one: convo-monitor bus init ${url}.`,
  },
  {
    code: 'no-tls',
    is: ({said}) => /does not support 'tls'|'?tls'? is not available/i.test(said),
    text: url =>
      `${url} speaks no TLS, so what is said there can be read on the way. Give it a certificate; ${/^tls:/i.test(url) ? 'nats:// with ' : ''}--bus-insecure does without.`,
  },
  {
    code: 'tls',
    is: ({code, said}) =>
      /CERT|SIGNATURE|^ERR_(TLS|SSL|OSSL)|^EPROTO/.test(code) || /certificate|handshake/i.test(said),
    text: (url, said) => `The certificate of ${url} is not believed (${said}). Name who signed it: --bus-ca FILE.`,
  },
  {
    code: 'no-bus',
    is: ({said}) => /unexpected response|JSON/i.test(said),
    text: url => `What answers at ${url} is no NATS server. Correct the address.`,
  },
  {
    code: 'no-answer',
    is: ({name, code}) => name === 'TimeoutError' || code === 'ETIMEDOUT' || code === 'ABORT_ERR',
    text: url =>
      `${url} does not answer. Look at that server: it stands still, its disk is full, which it does not say, or it is no NATS server.`,
  },
  {
    code: 'unreachable',
    is: ({code, said}) =>
      /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/.test(code) || /refused/i.test(said),
    text: url => `No NATS server is reached at ${url}. Start it there, or correct the address.`,
  },
  {
    code: 'lost',
    is: ({name, code, said}) =>
      name === 'ClosedConnectionError' || /^(ECONNRESET|EPIPE)$/.test(code) || /clos|disconnect|stale/i.test(said),
    text: url => `The connection to ${url} was lost.`,
  },
];

/** What an error of the client library, or of the system, means for whoever is at the monitor. */
export function busErrorOf(error: unknown, url: string): BusError {
  if (error instanceof BusError) return error;
  const told = toldOf(error);
  const [first] = told;
  for (const {code, is, text} of rules) {
    const found = told.find(is);
    if (found) return new BusError(code, text(url, found.said));
  }
  return new BusError('refused', `${url} refused it: ${first?.said}. Look into the server's log.`);
}

/** What an error says, and what those say that it came of. */
function toldOf(error: unknown, depth = 0): Told[] {
  const said = messageOf(error).split('\n', 1)[0]?.slice(0, 200) ?? '';
  if (!(error instanceof Error)) return [{name: '', code: '', said}];
  const number = 'code' in error && typeof error.code === 'number' ? String(error.code) : '';
  const told = {name: error.name, code: codeOf(error) || number, said};
  return [told, ...(error.cause && depth < 5 ? toldOf(error.cause, depth + 1) : [])];
}
