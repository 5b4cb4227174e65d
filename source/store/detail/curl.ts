import type {Observation, Setup} from '../../call/observation.js';

/** Headers that curl makes itself, or that were only about the connection; not `Host`, of which an application makes addresses. */
const own = new Set(['content-length', 'connection', 'transfer-encoding', 'accept-encoding', 'keep-alive', 'expect']);

/**
 * A shell command that sends the same webhook, or asks the same question of the API, again. Nothing secret is in it: what the
 * recording hides stays out, and the API's token is made when the command runs. Undefined for what was not sent to anybody.
 */
export function curlOf(o: Observation, setup: Setup | undefined): string | undefined {
  switch (o.source) {
    case 'answer':
    case 'event':
    case 'fallback':
    case 'rtc': {
      const {method, path, headers, body, encoding} = o.raw;
      const url = `${setup?.url ?? 'http://127.0.0.1:3000'}${path}`;
      const sent = Object.entries(headers).filter(([name, value]) => !own.has(name) && !isHidden(value));
      const words = [
        `curl -X ${word(method)} ${word(url)}`,
        ...sent.map(([name, value]) => `-H ${word(`${name}: ${value}`)}`),
        ...(body === '' ? [] : [encoding ? '--data-binary @-' : `--data-binary ${word(body)}`]),
      ];
      const command = words.join(' \\\n  ');
      return encoding ? `printf %s ${word(body)} | base64 -d | ${command}` : command;
    }
    case 'api': {
      const url = `${setup?.apiUrl ?? 'https://api.nexmo.com'}${o.request.path}`;
      return `curl -H "Authorization: Bearer $(convo-monitor token)" \\\n  ${word(url)}`;
    }
    default:
      return undefined;
  }
}

/** Whether a recording holds a header without the secret in it. */
export function isHidden(header: string): boolean {
  return header.includes('•••');
}

/** One word of a shell: in quotes, and where control characters are in it, written out so that none reaches the terminal. */
function word(text: string): string {
  if (/^[\w@%+=:,./-]+$/.test(text)) return text;
  if (!/(?!\n)\p{Cc}/u.test(text)) return `'${text.replaceAll("'", "'\\''")}'`;
  const escaped = text.replace(/[\\']/g, '\\$&').replace(/\p{Cc}/gu, control => {
    const bytes = [...new TextEncoder().encode(control)];
    return bytes.map(byte => `\\x${byte.toString(16).padStart(2, '0')}`).join('');
  });
  return `$'${escaped}'`;
}
