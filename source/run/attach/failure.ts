import {duration} from '../../call/duration.js';
import {printable} from '../../text/printable.js';
import {messageOf} from '../../text/system-error.js';

/** ms in which the other side answers. */
export const PATIENCE = 10_000;

const unknown =
  'its certificate is of nobody who is believed here. Give the certificate that signed it, or itself, with --ca FILE, or name the file in NODE_EXTRA_CA_CERTS.';
const plain = (url: string) =>
  `what listens there speaks no TLS. It is served without a certificate: attach ${url.replace(/^wss/, 'ws')}, through ssh -L where it is elsewhere.`;
const encrypted = (url: string) =>
  `what listens there hung up. Where it is served with a certificate, attach ${url.replace(/^ws:/, 'wss:')}.`;

/** What went wrong on the way to a monitor, by the code of the error, and what to do next. */
const sentences: Readonly<Record<string, (url: string, error: Error) => string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: () => unknown,
  SELF_SIGNED_CERT_IN_CHAIN: () => unknown,
  UNABLE_TO_GET_ISSUER_CERT: () => unknown,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: () => unknown,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: () => unknown,
  CERT_HAS_EXPIRED: () => 'its certificate has expired. Start the monitor there with a new one, or set the clock here.',
  CERT_NOT_YET_VALID: () => 'its certificate is not valid yet. Set the clock of the one or the other machine.',
  ERR_TLS_CERT_ALTNAME_INVALID: (url, error) =>
    `its certificate is for another name than ${new URL(url).hostname}${namesIn(error)}. Attach by a name that it has, or start the monitor there with one for this name.`,
  EPROTO: plain,
  ERR_SSL_WRONG_VERSION_NUMBER: plain,
  ECONNRESET: encrypted,
  ENOTFOUND: () => 'there is no machine of that name. Correct the address.',
  EAI_AGAIN: () => 'the name could not be looked up. Look whether this machine is online.',
};

/** Why a monitor could not be reached, as a sentence with the next step. */
export function failureText(url: string, error: Error & {code?: string}): string {
  if (error.code === 'ECONNREFUSED')
    return `Nothing listens at ${url}. Start the monitor there with --serve, or correct the address.`;
  if (/timed out/i.test(error.message)) return `${url} did not answer within ${duration(PATIENCE)}.`;
  const why = sentences[error.code ?? '']?.(url, error);
  return `${url} cannot be reached: ${why ?? `${printable(messageOf(error), 300)}. Look whether the address is right.`}`;
}

/** The names that the certificate has. */
function namesIn(error: Error & {cert?: {subjectaltname?: unknown}}): string {
  const names = error.cert?.subjectaltname;
  if (typeof names !== 'string' || names === '') return '';
  return ` (${printable(names.replaceAll('DNS:', '').replaceAll('IP Address:', ''), 200)})`;
}
