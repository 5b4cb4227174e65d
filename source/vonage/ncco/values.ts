import {suggest} from '../../text/suggest.js';
import {error, isPlaceholder, type NccoRemarks, quote, type Subject, warning, wrongType} from './remark.js';
import {isObject, type NumberRule, type TextRule} from './rules.js';
import {checkSpoken} from './spoken.js';

/** Where the limits are from that say nothing else. */
const reference = 'the NCCO reference';

export function* text(rule: TextRule, subject: Subject): NccoRemarks {
  const {value, name} = subject;
  if (typeof value === 'number') {
    yield warning(subject, 'number-text', `${name} is documented as a text: put ${value} in double quotes.`);
  } else if (typeof value !== 'string') return yield wrongType(subject, 'a text');
  const content = String(value);
  if (rule.spoken) yield* checkSpoken(content, subject);
  else if (isPlaceholder(content, rule.id ?? false)) {
    yield warning(subject, 'placeholder', `${name} still holds the placeholder ${quote(content)}: fill it in.`);
  } else if (content.trim() === '') {
    yield (rule.id ? error : warning)(subject, 'empty-text', `${name} is empty: fill it in.`);
  } else if (rule.pattern && !rule.pattern.like.test(content)) {
    const {severity, says} = rule.pattern;
    const remark = severity === 'error' ? error : warning;
    yield remark(subject, 'wrong-value', `${name} is ${quote(content)}, and ${reference} has ${says}: change it.`);
  }
  const length = [...withoutTags(content)].length;
  if (rule.max !== undefined && length > rule.max) {
    const said = `${name} has ${length} characters, and ${reference} allows ${rule.max}: shorten it.`;
    yield error(subject, 'too-long', said);
  } else if (rule.usual && length > rule.usual.max) {
    const {max, by, advice} = rule.usual;
    yield warning(subject, 'too-long', `${name} has ${length} characters, and ${by} allows ${max}: ${advice}`);
  }
}

export function* number(rule: NumberRule, subject: Subject): NccoRemarks {
  const {value, name} = subject;
  const spelled = typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value);
  if (spelled) {
    const plain = value.trim();
    yield warning(subject, 'string-number', `${name} is documented as a number: write ${plain} without quotes.`);
  } else if (typeof value !== 'number') return yield wrongType(subject, 'a number');
  const amount = Number(value);
  const shown = rule.unit ? `${amount} ${rule.unit}` : `${amount}`;
  if (!within(amount, rule.range)) {
    const remark = rule.clamped ? warning : error;
    const advice = rule.clamped ? 'Vonage takes the nearest of these.' : 'change it.';
    const allowed = `${rule.by ?? reference} allows ${span(rule.range, rule.unit)}`;
    yield remark(subject, 'out-of-range', `${name} is ${shown}, and ${allowed}: ${advice}`);
  } else if (rule.usual && !within(amount, rule.usual)) {
    const usual = span(rule.usual, rule.unit);
    yield warning(subject, 'out-of-range', `${name} is ${shown}, and some sources allow only ${usual}: change it.`);
  } else if (rule.whole && !Number.isInteger(amount)) {
    yield error(subject, 'out-of-range', `${name} is ${shown}, and must be a whole number: round it.`);
  }
}

export function* flag(subject: Subject): NccoRemarks {
  const {value, name} = subject;
  if (typeof value === 'boolean') return;
  const word = typeof value === 'string' ? value.trim().toLowerCase() : '';
  if (word !== 'true' && word !== 'false') return yield wrongType(subject, 'true or false');
  yield warning(subject, 'string-flag', `${name} is documented as true or false: write ${word} without quotes.`);
}

export function* choice(of: readonly string[], subject: Subject): NccoRemarks {
  const {value, name} = subject;
  if (typeof value === 'string' && of.includes(value)) return;
  const meant = typeof value === 'string' ? of.find(one => one.toLowerCase() === value.toLowerCase()) : undefined;
  if (meant) return yield warning(subject, 'wrong-case', `${name} is documented as "${meant}": write it so.`);
  const due = of.map(one => `"${one}"`).join(' or ');
  const near = typeof value === 'string' ? suggest(value, of) : undefined;
  const advice = near ? `did you mean "${near}"?` : 'change it.';
  yield error(subject, 'wrong-value', `${name} is ${quote(value)}, and ${reference} has ${due}: ${advice}`);
}

/** `bytes`: the most that the object may take as JSON. */
export function* map(bytes: number | undefined, subject: Subject): NccoRemarks {
  const {value, name} = subject;
  if (!isObject(value)) return yield wrongType(subject, 'an object');
  const size = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes === undefined || size <= bytes) return;
  yield error(subject, 'too-long', `${name} takes ${size} bytes as JSON, and ${bytes} is the most: send less.`);
}

/** The limit on spoken text does not count the tags of SSML. */
function withoutTags(content: string): string {
  return /^\s*<speak\b/.test(content) ? content.replaceAll(/<[^<>]*>/g, '') : content;
}

function within(amount: number, [least, most]: readonly [number, number]): boolean {
  return amount >= least && amount <= most;
}

function span([least, most]: readonly [number, number], unit?: string): string {
  const both = most === Number.MAX_SAFE_INTEGER ? `${least} or more` : `${least} to ${most}`;
  return unit ? `${both} ${unit}` : both;
}
