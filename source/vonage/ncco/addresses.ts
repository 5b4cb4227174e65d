import {error, isPlaceholder, quote, type Remarks, type Subject, warning, wrongType} from './remark.js';
import type {Rule, UrlRule} from './rules.js';

/** E.164 digits without a plus sign, 7 to 15 of them by the OpenAPI description. */
export function* phone(subject: Subject): Remarks {
  const {value, name} = subject;
  if (typeof value === 'number') {
    yield warning(subject, 'number-text', `${name} is documented as a text: put ${value} in double quotes.`);
  } else if (typeof value !== 'string') return yield wrongType(subject, 'a phone number in double quotes');
  const content = String(value);
  const digits = content.replace(/^\+/, '');
  if (isPlaceholder(content, true)) {
    yield error(subject, 'placeholder', `${name} still holds the placeholder ${quote(content)}: put a number there.`);
  } else if (!/^\d+$/.test(digits)) {
    const due = 'digits alone, country code first, such as 447700900000';
    yield error(subject, 'not-a-number', `${name} is ${quote(content)}, and must be ${due}: change it.`);
  } else if (digits.length < 7 || digits.length > 15) {
    yield error(subject, 'not-a-number', `${name} has ${digits.length} digits, and must have 7 to 15: check it.`);
  } else if (digits.startsWith('0')) {
    yield warning(subject, 'national-number', `${name} begins with 0: begin with the country code, without 0 or 00.`);
  } else if (digits !== content) {
    yield warning(subject, 'plus-sign', `${name} is documented without a plus sign: write ${digits}.`);
  }
}

/** A whole URL; a warning where it can only be reached from this machine or its network. */
export function* url(rule: Omit<UrlRule, 'is'>, subject: Subject): Remarks {
  const {value, name} = subject;
  const schemes = rule.schemes ?? ['http', 'https'];
  const due = `a whole URL such as ${schemes.at(-1)}://example.com/…`;
  if (typeof value !== 'string') return yield wrongType(subject, due);
  if (isPlaceholder(value, true)) {
    const advice = 'put a URL there.';
    return yield error(subject, 'placeholder', `${name} still holds the placeholder ${quote(value)}: ${advice}`);
  }
  const parsed = URL.canParse(value) ? new URL(value) : undefined;
  if (!parsed || !schemes.includes(parsed.protocol.slice(0, -1))) {
    return yield error(subject, 'not-a-url', `${name} is ${quote(value)}, and must be ${due}: change it.`);
  }
  if (isLocal(parsed.hostname)) {
    const host = quote(parsed.hostname);
    const advice = 'give the public address of your tunnel or server.';
    yield warning(subject, 'unreachable-url', `${name} points at ${host}, which Vonage cannot reach: ${advice}`);
  }
  const ending = /\.(\w{1,5})$/.exec(parsed.pathname)?.[1]?.toLowerCase();
  if (rule.audio && ending && ending !== 'mp3' && ending !== 'wav') {
    yield warning(
      subject,
      'audio-format',
      `${name} ends in .${ending}, and Vonage plays mp3 and wav: convert the file.`,
    );
  }
}

/** What `eventUrl` and `streamUrl` are: an array that holds one URL. */
export function* urls(rule: Extract<Rule, {is: 'urls'}>, subject: Subject): Remarks {
  const {value, name} = subject;
  if (typeof value === 'string') {
    if (rule.text) return yield* url(rule, subject);
    const advice = `write [${quote(value)}].`;
    return yield error(subject, 'url-not-array', `${name} must be an array that holds one URL: ${advice}`);
  }
  if (!Array.isArray(value)) return yield wrongType(subject, 'an array that holds one URL');
  if (value.length === 0) {
    yield error(subject, 'url-missing', `${name} is an empty array: put one URL in it, or remove the field.`);
  } else if (value.length > 1) {
    yield warning(
      subject,
      'several-urls',
      `${name} holds ${value.length} URLs, and one is documented: keep the first.`,
    );
  }
  for (const [index, one] of value.entries())
    yield* url(rule, {...subject, value: one, path: [...subject.path, index]});
}

/** Loopback, private ranges, link-local and names without a dot: nothing that Vonage's servers can resolve or reach. */
function isLocal(host: string): boolean {
  if (host.startsWith('[')) return /^\[(::1?|f[cde].*)\]$/i.test(host);
  if (/^(0|10|127)\.|^192\.168\.|^169\.254\.|^172\.(1[6-9]|2\d|3[01])\./.test(host)) return true;
  return !host.includes('.') || /\.(local|internal|localhost|test|lan)$/i.test(host);
}
