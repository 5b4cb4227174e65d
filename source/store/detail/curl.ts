import type {Observation, RawRequest, Setup} from '../../call/observation.js';
import {isInert} from '../../text/inert.js';
import {shellQuoted} from '../../text/shell.js';

/** Headers that curl makes itself, or that were only about the connection; not `Host`, of which an application makes addresses. */
const own = new Set(['content-length', 'connection', 'transfer-encoding', 'accept-encoding', 'keep-alive', 'expect']);

/**
 * A shell command that sends the same webhook, or asks the same question of the API, again: for any shell of POSIX, with the bytes that came,
 * and nothing in it that acts when it is pasted. Nothing secret is in it: what the recording hides stays out, and the API's token is made when
 * the command runs. Undefined for what was not sent to anybody.
 */
export function curlOf(o: Observation, setup: Setup | undefined): string | undefined {
  switch (o.source) {
    case 'answer':
    case 'event':
    case 'fallback':
    case 'rtc':
      return commandFor(o.raw, setup?.url ?? 'http://127.0.0.1:3000');
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

function commandFor({method, path, headers, body, encoding}: RawRequest, base: string): string {
  const url = `${base}${path}`;
  // Brackets would be ranges of URLs, and dots would be taken out of the path.
  const asItIs = [/[[\]{}]/.test(path) && '--globoff', /\/\./.test(path) && '--path-as-is'].filter(Boolean).join(' ');
  const sent = Object.entries(headers).filter(([name, value]) => !own.has(name) && !isHidden(value));
  const isText = encoding === undefined && isInert(body);
  const parts = [
    `curl ${asItIs && `${asItIs} `}-X ${word(method)} ${word(url)}`,
    ...sent.map(([name, value]) => `-H ${word(value.trim() === '' ? `${name};` : `${name}: ${value}`)}`),
    // curl would call it a form.
    ...(body === '' || 'content-type' in headers ? [] : ["-H 'content-type:'"]),
    // `--data` and `--data-binary` take what begins with an `@` for a file.
    ...(body === '' ? [] : [isText ? `--data-raw ${shellQuoted(body)}` : '--data-binary @-']),
  ];
  const command = parts.join(' \\\n  ');
  if (body === '' || isText) return command;
  return `${printf(encoding ? bytesOf(body) : new TextEncoder().encode(body))} | ${command}`;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), character => character.charCodeAt(0));
}

/** One word of a shell. Header lines and paths have a byte in each character, of which those that are not ASCII are written out. */
function word(text: string): string {
  if (/^[A-Za-z/][\w@%+=:,./-]*$/.test(text)) return text;
  if (/^[ -~]*$/.test(text)) return shellQuoted(text);
  const bytes = /^[\0-\xff]*$/.test(text)
    ? Uint8Array.from(text, each => each.charCodeAt(0))
    : new TextEncoder().encode(text);
  return `"$(${printf(bytes)})"`;
}

/** Prints bytes in any shell, a NUL too: in octal what is no plain ASCII, what means something to a shell, and what would be an option. */
function printf(bytes: Uint8Array): string {
  const format = Array.from(bytes, (byte, i) => {
    const character = String.fromCharCode(byte);
    const isPlain = /[ -~]/.test(character) && !/['"`$!%\\]/.test(character) && (i > 0 || character !== '-');
    return isPlain ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `printf '${format.join('')}'`;
}
