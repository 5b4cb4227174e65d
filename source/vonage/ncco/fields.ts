import {sameLetters, suggest} from '../../text/suggest.js';
import {phone, url, urls} from './addresses.js';
import {endpoints, endpointsByOtherName} from './endpoints.js';
import {error, quote, type Remark, type Remarks, type Subject, warning, wrongType} from './remark.js';
import {type Field, type Fields, isObject, type Rule, type Shape} from './rules.js';
import {choice, flag, map, number, text} from './values.js';

/** An action or endpoint against its shape. `tag` is the field that told which shape it has. */
export function* checkShape(shape: Shape, subject: Subject & {value: Record<string, unknown>}, tag: string): Remarks {
  const {value, path} = subject;
  if (shape.deprecated) yield warning(subject, 'deprecated', shape.deprecated);
  yield* checkFields(shape.fields, subject, tag);
  for (const {when, at, severity, code, text} of shape.cross ?? []) {
    if (when(value)) yield {severity, code, path: [...path, at], text};
  }
}

function* checkFields(fields: Fields, subject: Subject & {value: Record<string, unknown>}, tag?: string): Remarks {
  const {value, name: kind, path} = subject;
  const missing = new Map([...fields].filter(([, {required}]) => required));
  for (const [name, content] of Object.entries(value)) {
    if (name === tag) continue;
    const known = fields.has(name) ? name : misspelt(name, value, fields);
    const field = known === undefined ? undefined : fields.get(known);
    const member = {value: content, name: `\`${name}\``, path: [...path, name]};
    if (known === undefined || !field) {
      yield warning(member, 'unknown-field', unknownField(name, kind, fields));
      continue;
    }
    if (known !== name) yield otherSpelling(member, known, field);
    if (content !== null) {
      missing.delete(known);
      yield* checkField(field, member);
    } else if (!field.required) {
      yield warning(member, 'null-field', `${member.name} is null: leave the field out instead.`);
    }
  }
  for (const [name, {required}] of missing) {
    const remark = required === true ? error : warning;
    const said = `${kind} needs the field \`${name}\` by the NCCO reference: add it.`;
    yield remark({path: [...path, name]}, 'missing-field', said);
  }
}

/** The field that a name means which differs from it in case, separators or as an SDK spells it, and does not stand there itself. */
function misspelt(name: string, value: Record<string, unknown>, fields: Fields): string | undefined {
  for (const [known, {also}] of fields) {
    if ((sameLetters(name, known) || name === also) && !Object.hasOwn(value, known)) return known;
  }
  return;
}

function otherSpelling(member: Subject, known: string, {also, required}: Field): Remark {
  const remark = required === true && member.name !== `\`${also}\`` ? error : warning;
  return remark(member, 'unknown-field', `${member.name} is written \`${known}\`: change it.`);
}

function unknownField(name: string, kind: string, fields: Fields): string {
  const current = [...fields].filter(([, field]) => !field.deprecated).map(([known]) => known);
  const meant = suggest(name, current);
  const advice = meant ? `did you mean \`${meant}\`?` : 'check its name, or remove it.';
  return `${kind} has no documented field ${quote(name)}: ${advice}`;
}

function* checkField(field: Field, subject: Subject): Remarks {
  if (field.deprecated) yield warning(subject, 'deprecated', `${subject.name} is deprecated: ${field.deprecated}.`);
  yield* checkValue(field, subject);
}

function checkValue(rule: Rule, subject: Subject): Remarks {
  switch (rule.is) {
    case 'text':
      return text(rule, subject);
    case 'number':
      return number(rule, subject);
    case 'flag':
      return flag(subject);
    case 'choice':
      return choice(rule.of, subject);
    case 'phone':
      return phone(subject);
    case 'url':
      return url(rule, subject);
    case 'urls':
      return urls(rule, subject);
    case 'map':
      return map(rule.bytes, subject);
    case 'list':
      return list(rule, subject);
    case 'object':
      return object(rule.fields, subject);
    case 'anything':
      return nothing();
    case 'endpoints':
      return endpointList(subject);
  }
}

function* nothing(): Remarks {}

function* list({of, usual, alone}: Extract<Rule, {is: 'list'}>, subject: Subject): Remarks {
  const {value, name, path} = subject;
  if (alone && typeof value === 'string') {
    yield warning(subject, 'not-in-array', `${name} is documented as an array: write [${quote(value)}].`);
    return yield* checkValue(of, subject);
  }
  if (!Array.isArray(value)) return yield wrongType(subject, 'an array');
  if (usual !== undefined && value.length > usual) {
    yield warning(
      subject,
      'too-many',
      `${name} holds ${value.length} values, and ${usual} is documented: keep as many.`,
    );
  }
  for (const [index, one] of value.entries()) yield* checkValue(of, {...subject, value: one, path: [...path, index]});
}

function* object(fields: Fields, subject: Subject): Remarks {
  const {value} = subject;
  if (!isObject(value)) return yield wrongType(subject, 'an object');
  yield* checkFields(fields, {...subject, value});
}

function* endpointList(subject: Subject): Remarks {
  const {value, name, path} = subject;
  if (!Array.isArray(value)) {
    const advice = isObject(value) ? 'put [ and ] around it.' : 'change it.';
    return yield error(subject, 'wrong-type', `${name} must be an array that holds one endpoint: ${advice}`);
  }
  if (value.length === 0) yield error(subject, 'missing-field', `${name} is an empty array: put one endpoint in it.`);
  if (value.length > 1) {
    const advice = 'use one `connect` action for each.';
    yield error(subject, 'several-endpoints', `${name} holds ${value.length} endpoints, and one is allowed: ${advice}`);
  }
  for (const [index, one] of value.entries()) {
    yield* endpoint({value: one, name: 'An endpoint', path: [...path, index]});
  }
}

function* endpoint(subject: Subject): Remarks {
  const {value, path} = subject;
  if (!isObject(value)) return yield wrongType(subject, 'an object');
  const known = [...endpoints.keys()];
  const tag = tagOf(value, 'type');
  const place = {path: [...path, tag]};
  if (tag !== 'type') yield error(place, 'unknown-field', `\`${tag}\` is written \`type\`: change it.`);
  const type = value[tag];
  const name = known.find(one => typeof type === 'string' && sameLetters(one, type));
  const shape = name === undefined ? undefined : endpoints.get(name);
  if (shape) {
    if (name !== type) yield error(place, 'unknown-endpoint', `${quote(type)} is written "${name}": change it.`);
    return yield* checkShape(shape, {value, name: `A ${name} endpoint`, path}, tag);
  }
  const meant = typeof type === 'string' && (endpointsByOtherName.get(type.toLowerCase()) ?? suggest(type, known));
  const advice = meant ? `did you mean "${meant}"?` : `use one of ${known.join(', ')}.`;
  if (type === undefined) yield error(place, 'missing-field', `An endpoint needs the field \`type\`: ${advice}`);
  else yield error(place, 'unknown-endpoint', `There is no endpoint type ${quote(type)}: ${advice}`);
}

/** The field that tells what an object is, as it is spelt there: `ACTION`. */
export function tagOf(value: Record<string, unknown>, name: string): string {
  if (Object.hasOwn(value, name)) return name;
  return Object.keys(value).find(one => sameLetters(one, name)) ?? name;
}
