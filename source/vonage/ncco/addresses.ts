import {error, isPlaceholder, type NccoRemarks, quote, type Subject, warning, wrongType} from './remark.js';
import type {Rule, UrlRule} from './rules.js';
import {notAUrl, outOfReach} from './url-problems.js';

/** E.164 digits without a plus sign, 7 to 15 of them by the OpenAPI description. */
export function* phone(subject: Subject): NccoRemarks {
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
    yield error(
      subject,
      'not-a-number',
      `${name} has ${digits.length} digits, and the OpenAPI description allows 7 to 15: check it.`,
    );
  } else if (digits.startsWith('0')) {
    yield warning(subject, 'national-number', `${name} begins with 0: begin with the country code, without 0 or 00.`);
  } else if (digits !== content) {
    yield warning(subject, 'plus-sign', `${name} is documented without a plus sign: write ${digits}.`);
  }
}

/** A whole URL; a warning where it looks like one that Vonage cannot reach. */
export function* url(rule: Omit<UrlRule, 'is'>, subject: Subject): NccoRemarks {
  const {value, name} = subject;
  const schemes = rule.schemes ?? ['http', 'https'];
  if (typeof value !== 'string')
    return yield wrongType(subject, `a whole URL such as ${schemes.at(-1)}://example.com/…`);
  if (isPlaceholder(value, true) || /YOUR[_-]|<[^<>]+>/.test(value)) {
    const advice = 'put a URL there.';
    return yield error(subject, 'placeholder', `${name} still holds the placeholder ${quote(value)}: ${advice}`);
  }
  const advice = notAUrl(value, schemes);
  if (advice) return yield error(subject, 'not-a-url', `${name} is ${quote(value)}: ${advice}`);
  const parsed = new URL(value.trim());
  const why = outOfReach(parsed);
  if (why) yield warning(subject, 'unreachable-url', `${name} points at ${quote(parsed.host)}, ${why}`);
  if (/\s/.test(value))
    yield warning(subject, 'blank', `${name} holds a blank or a line break: remove it, or write %20.`);
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
export function* urls(rule: Extract<Rule, {is: 'urls'}>, subject: Subject): NccoRemarks {
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
    const said = `${name} holds ${value.length} URLs, and the NCCO reference allows one: keep the first.`;
    yield error(subject, 'several-urls', said);
  }
  for (const [index, one] of value.entries())
    yield* url(rule, {...subject, value: one, path: [...subject.path, index]});
}
