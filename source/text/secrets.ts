import {undoEscapes} from './escapes.js';
import {findSecretForms} from './secrets/forms.js';
import {findNamedSecrets} from './secrets/named.js';
import {mayEndSecret, secrecyOf} from './secrets/names.js';
import {MOST_SPANS, type SecretSpan} from './secrets/span.js';

/** What stands where a secret was. */
export const HIDDEN = '•••';

/** Escapes in escapes that are looked through: JSON in a JSON text, in a form, in a URL. */
const DEEPEST = 4;

/**
 * A text without what looks like a credential by its name (`"apiSecret": "…"`, `token=…`, `Authorization: …`) or its form (JWTs, private
 * keys, passwords in URLs, keys that begin as a service's do), also where that is escaped; everything else as it was. The time that it
 * takes grows as the text does, whatever is in it; a text with thousands of them is hidden as a whole.
 */
export function hideSecrets(text: string): string {
  // Shorter than a name and a value.
  if (text.length < 7) return text;
  const spans: SecretSpan[] = [];
  find(text, spans);
  if (spans.length > MOST_SPANS) return HIDDEN;
  const placed = [(index: number) => index];
  let read = text;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    const undone = undoEscapes(read);
    if (!undone) break;
    read = undone.text;
    placed.push(undone.before);
    const found: SecretSpan[] = [];
    find(read, found);
    if (spans.length + found.length > MOST_SPANS) return HIDDEN;
    for (const {from, to} of found) spans.push({from: original(from), to: original(to)});
  }
  return spans.length === 0 ? text : without(text, spans);

  function original(index: number): number {
    return placed.reduceRight((at, before) => before(at), index);
  }
}

/** A query or a form without the values of secret parameters: there the name says all, whatever the value is. */
export function hideInForm(text: string): string {
  if (!hasSecretParameter(text)) return hideSecrets(text);
  return text
    .split('&')
    .map(pair => {
      const sign = pair.indexOf('=');
      if (sign < 0) return hideSecrets(pair);
      const isSecret = isSecretPair(pair.slice(0, sign), pair.slice(sign + 1));
      return isSecret ? `${pair.slice(0, sign + 1)}${HIDDEN}` : hideSecrets(pair);
    })
    .join('&');
}

function hasSecretParameter(text: string): boolean {
  for (let at = text.indexOf('='); at >= 0; at = text.indexOf('=', at + 1)) {
    const from = text.lastIndexOf('&', at) + 1;
    if (isSecretPair(text.slice(from, at), 'value')) return true;
    at = text.indexOf('&', at);
    if (at < 0) return false;
  }
  return false;
}

function isSecretPair(name: string, value: string): boolean {
  if (value === '') return false;
  const read = (name.includes('%') ? (undoEscapes(name)?.text ?? name) : name).replace(/[\][]+$/, '');
  if (!mayEndSecret(read, read.length)) return false;
  const secrecy = /^key$/i.test(read) ? 'all' : secrecyOf(read.slice(-80));
  return secrecy === 'all' || (secrecy === 'texts' && !/^\d+$/.test(value));
}

function find(text: string, found: SecretSpan[]): void {
  findNamedSecrets(text, found);
  findSecretForms(text, found);
}

function without(text: string, spans: SecretSpan[]): string {
  spans.sort((a, b) => a.from - b.from || b.to - a.to);
  let shown = '';
  let end = 0;
  for (const {from, to, isBare} of spans) {
    if (to <= Math.max(from, end)) continue;
    if (from >= end) shown += text.slice(end, from) + (isBare ? `"${HIDDEN}"` : HIDDEN);
    end = to;
  }
  return shown + text.slice(end);
}
