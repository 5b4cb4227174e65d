import {connect as connectTls} from 'node:tls';
import {duration} from '../../call/duration.js';
import {printable} from '../../text/printable.js';
import {codeOf, messageOf} from '../../text/system-error.js';

/** `away`: waiting may mend it. All others stay until somebody does something, here or there. */
export type AttachCode =
  | 'away'
  | 'unauthorized'
  | 'other-host'
  | 'not-served'
  | 'other-version'
  | 'certificate'
  | 'no-tls'
  | 'tls-only';

/** Why nobody could be attached to: what happened, and what to do next. `status` is of the answer, where there was one. */
export class AttachError extends Error {
  override readonly name = 'AttachError';

  constructor(
    readonly code: AttachCode,
    message: string,
    readonly status?: number,
  ) {
    super(message);
  }
}

/** ms in which the other side answers. */
export const PATIENCE = 10_000;

type Refusal = {code: AttachCode; text: (url: string) => string};

/** Answers of a monitor that is served, and of what stands in front of it or in its place. */
const refusals: Readonly<Record<number, Refusal>> = {
  400: {
    code: 'not-served',
    text: url => `nothing is served there in this way. Where it is with a certificate, attach ${secure(url)}.`,
  },
  401: {
    code: 'unauthorized',
    text: () =>
      'it wants another token. It said which when it started: give it as CONVO_MONITOR_SERVE_TOKEN, or with --serve-token @FILE. One that is started with --serve-token has the same each time.',
  },
  403: {
    code: 'other-host',
    text: () =>
      'it is not known there by this name. Connect to the address that it said when it started, through ssh -L to 127.0.0.1.',
  },
  404: {code: 'not-served', text: () => 'nothing is served there. Give the address that it said when it started.'},
  408: {code: 'away', text: () => 'it waited too long for the request.'},
  429: {
    code: 'away',
    text: () =>
      'too many tokens were tried from here. Wait a minute, then try again with the one that it said when it started.',
  },
  503: {code: 'away', text: () => 'too many are attached already, or it is not there yet.'},
};

/**
 * Why an answer was none that lets anybody attach. What is wrong with a server or a proxy (5xx) may pass; what else is said stays. `ofToken` is what more
 * there is to say of a token that was refused.
 */
export function refusedBy(url: string, status: number, ofToken?: string): AttachError {
  const usual: Refusal = {
    code: status >= 500 ? 'away' : 'not-served',
    text: () => 'look whether a monitor is served there.',
  };
  const {code, text} = refusals[status] ?? usual;
  const more = code === 'unauthorized' && ofToken !== undefined ? ` ${ofToken}` : '';
  return new AttachError(code, `The monitor at ${url} answered ${status}: ${text(url)}${more}`, status);
}

const secure = (url: string): string => url.replace(/^ws:/, 'wss:');

const unknownIssuer = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];

type Rule = {
  /** Whether it is this, by the error's code and what it says. */
  is: (code: string, said: string) => boolean;
  code: AttachCode;
  text: (url: string, error: Error) => string;
};

/** What went wrong on the way to a monitor, and what to do next: the first that fits. */
const rules: readonly Rule[] = [
  {
    is: code => unknownIssuer.includes(code),
    code: 'certificate',
    text: () =>
      'its certificate is of nobody who is believed here. Give the certificate that signed it, or itself, with --ca FILE, or name the file in NODE_EXTRA_CA_CERTS.',
  },
  {
    is: code => code === 'CERT_HAS_EXPIRED',
    code: 'certificate',
    text: () => 'its certificate has expired. Start the monitor there with a new one, or set the clock here.',
  },
  {
    is: code => code === 'CERT_NOT_YET_VALID',
    code: 'certificate',
    text: () => 'its certificate is not valid yet. Set the clock of the one or the other machine.',
  },
  {
    is: code => code === 'ERR_TLS_CERT_ALTNAME_INVALID',
    code: 'certificate',
    text: (url, error) =>
      `its certificate is for another name than ${new URL(url).hostname}${namesIn(error)}. Attach by a name that it has, or start the monitor there with one for this name.`,
  },
  {
    is: code => code === 'EPROTO' || code === 'ERR_SSL_WRONG_VERSION_NUMBER',
    code: 'no-tls',
    text: url =>
      `what listens there speaks no TLS. It is served without a certificate: attach ${url.replace(/^wss/, 'ws')}, through ssh -L where it is elsewhere.`,
  },
  {
    is: code => code === 'ECONNRESET',
    code: 'away',
    text: () =>
      'what listens there hung up. Look whether the monitor behind it runs, and whether ssh -L leads to its port.',
  },
  {
    is: code => code === 'ENOTFOUND',
    code: 'away',
    text: () => 'there is no machine of that name. Correct the address.',
  },
  {
    is: code => code === 'EAI_AGAIN',
    code: 'away',
    text: () => 'the name could not be looked up. Look whether this machine is online.',
  },
  {
    // What is no HTTP, and what the WebSocket client finds wrong with an answer, which has no code.
    is: code => code.startsWith('HPE_') || code === '',
    code: 'not-served',
    text: (_, error) =>
      `what listens there is no monitor that is served (${printable(messageOf(error), 300)}). Start it with --serve, and give the address that it says.`,
  },
  {
    is: () => true,
    code: 'away',
    text: (_, error) => `${printable(messageOf(error), 300)}. Look whether the address is right.`,
  },
];

/** Why a monitor could not be reached, with the next step. `patienceMs` is how long it was waited for. */
export async function unreachableBy(
  url: string,
  error: Error,
  {patienceMs, signal}: {patienceMs: number; signal: AbortSignal},
): Promise<AttachError> {
  const [code, said] = [codeOf(error), error.message];
  if (code === 'ECONNREFUSED')
    return new AttachError(
      'away',
      `Nothing listens at ${url}. Start the monitor there with --serve (and ssh -L here, where it is elsewhere), or correct the address.`,
    );
  if (/timed out/i.test(said)) return new AttachError('away', `${url} did not answer within ${duration(patienceMs)}.`);
  // A server that wants TLS hangs up on who does not begin with that, and so does a tunnel with nothing behind it.
  if (code === 'ECONNRESET' && url.startsWith('ws:') && (await speaksTls(url, patienceMs, signal)))
    return new AttachError(
      'tls-only',
      `${url} cannot be reached: it is served with a certificate, so attach ${secure(url)}.`,
    );
  const rule = rules.find(each => each.is(code, said));
  return new AttachError(rule?.code ?? 'away', `${url} cannot be reached: ${rule?.text(url, error)}`);
}

/** Whether TLS is spoken there, whoever the certificate is of: nothing is said by it. */
function speaksTls(url: string, patienceMs: number, signal: AbortSignal): Promise<boolean> {
  const {hostname, port} = new URL(url);
  return new Promise(resolve => {
    const host = hostname.replace(/^\[|\]$/g, '');
    const socket = connectTls({host, port: Number(port || 80), rejectUnauthorized: false, timeout: patienceMs});
    const end = (found: boolean) => {
      signal.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(found);
    };
    const onAbort = () => end(false);
    signal.addEventListener('abort', onAbort);
    socket.once('secureConnect', () => end(true));
    for (const event of ['error', 'timeout', 'close']) socket.on(event, () => end(false));
  });
}

/** The names that the certificate has. */
function namesIn(error: Error & {cert?: {subjectaltname?: unknown}}): string {
  const names = error.cert?.subjectaltname;
  if (typeof names !== 'string' || names === '') return '';
  return ` (${printable(names.replaceAll('DNS:', '').replaceAll('IP Address:', ''), 200)})`;
}
