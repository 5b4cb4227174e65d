import {sameLetters, suggest} from '../../text/suggest.js';
import {phone, url, urls} from './addresses.js';
import {endpoints, endpointsByOtherName} from './endpoints.js';
import {error, type NccoRemarks, quote, type Subject, warning, wrongType} from './remark.js';
import {type Cross, isObject, type NccoField, type NccoFields, type Rule, type Shape} from './rules.js';
import {choice, flag, map, number, text} from './values.js';

/** An action or endpoint against its shape. `tag` is the field that told which shape it has. */
export function* checkShape(
  shape: Shape,
  subject: Subject & {value: Record<string, unknown>},
  tag: string,
): NccoRemarks {
  if (shape.deprecated) yield warning(subject, 'deprecated', shape.deprecated);
  yield* checkFields(shape, subject, tag);
}

function* checkFields(shape: Shape, subject: Subject & {value: Record<string, unknown>}, tag?: string): NccoRemarks {
  const {value, name: kind, path} = subject;
  const {fields, cross = []} = shape;
  const names = Object.keys(value).filter(name => name !== tag);
  const meant = new Map(names.map(name => [name, meaningOf(name, value, fields)]));
  const missing = new Map([...fields].filter(([, {required}]) => required));
  for (const name of names) {
    const {known, isSure} = meant.get(name) ?? {};
    const field = known === undefined ? undefined : fields.get(known);
    const content = value[name];
    const member = {value: content, name: `\`${name}\``, path: [...path, name]};
    if (known === undefined || !field) {
      yield warning(member, 'unknown-field', unknownField(name, kind, suggest(name, currentOf(fields))));
      continue;
    }
    // A name that is wrong is the one cause of what is missing for it.
    if (known !== name) {
      const isRefused =
        (missing.get(known)?.required === true && name !== field.also) || breaks(value, name, known, cross);
      const remark = isRefused ? error : warning;
      const said = isSure ? `${member.name} is written \`${known}\`: change it.` : unknownField(name, kind, known);
      yield remark(member, 'unknown-field', said);
    }
    if (content !== null) {
      missing.delete(known);
      if (isSure) yield* checkField(field, member);
    } else if (!field.required) {
      yield warning(member, 'null-field', `${member.name} is null: leave the field out instead.`);
    }
  }
  for (const [name, {required}] of missing) {
    const remark = required === true ? error : warning;
    const said = `${kind} needs the field \`${name}\` by the NCCO reference: add it.`;
    yield remark({path: [...path, name]}, 'missing-field', said);
  }
  const renamed = Object.fromEntries(names.map(name => [meant.get(name)?.known ?? name, value[name]]));
  for (const {when, at, severity, code, text} of cross) {
    if (!when(value) || !when(renamed)) continue;
    yield {severity, code, path: [...path, at], text: typeof text === 'string' ? text : text(value)};
  }
}

type Meaning = {known?: string; isSure?: boolean};

/**
 * The field that a name means: itself; one that differs in case, separators or as an SDK spells it; or one that it resembles. None
 * that stands there itself.
 */
function meaningOf(name: string, value: Record<string, unknown>, fields: NccoFields): Meaning {
  if (fields.has(name)) return {known: name, isSure: true};
  const free = [...fields].filter(([known]) => !Object.hasOwn(value, known));
  const spelt = free.find(([known, {also}]) => sameLetters(name, known) || name === also);
  if (spelt) return {known: spelt[0], isSure: true};
  return {known: suggest(name, currentOf(new Map(free)))};
}

function unknownField(name: string, kind: string, meant: string | undefined): string {
  const advice = meant === undefined ? 'check its name, or remove it.' : `did you mean \`${meant}\`?`;
  return `${kind} has no documented field ${quote(name)}: ${advice}`;
}

function currentOf(fields: NccoFields): string[] {
  return [...fields].filter(([, {deprecated}]) => !deprecated).map(([known]) => known);
}

/** Whether Vonage refuses an object only because one of its fields has a wrong name. */
function breaks(value: Record<string, unknown>, name: string, known: string, cross: readonly Cross[]): boolean {
  const righted = {...value, [known]: value[name]};
  return cross.some(({severity, when}) => severity === 'error' && when(value) && !when(righted));
}

function* checkField(field: NccoField, subject: Subject): NccoRemarks {
  if (field.deprecated) yield warning(subject, 'deprecated', `${subject.name} is deprecated: ${field.deprecated}.`);
  yield* checkValue(field, subject);
}

function checkValue(rule: Rule, subject: Subject): NccoRemarks {
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

function* nothing(): NccoRemarks {}

function* list({of, usual, alone, filled}: Extract<Rule, {is: 'list'}>, subject: Subject): NccoRemarks {
  const {value, name, path} = subject;
  if (alone && typeof value === 'string') {
    yield warning(subject, 'not-in-array', `${name} is documented as an array: write [${quote(value)}].`);
    return yield* checkValue(of, subject);
  }
  if (!Array.isArray(value)) return yield wrongType(subject, 'an array');
  if (filled && value.length === 0)
    yield error(subject, 'missing-field', `${name} is an empty array: put ${filled} in it.`);
  if (usual !== undefined && value.length > usual) {
    yield warning(
      subject,
      'too-many',
      `${name} holds ${value.length} values, and ${usual} is documented: keep as many.`,
    );
  }
  for (const [index, one] of value.entries()) yield* checkValue(of, {...subject, value: one, path: [...path, index]});
}

function* object(fields: NccoFields, subject: Subject): NccoRemarks {
  const {value} = subject;
  if (!isObject(value)) return yield wrongType(subject, 'an object');
  yield* checkFields({fields}, {...subject, value});
}

function* endpointList(subject: Subject): NccoRemarks {
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

function* endpoint(subject: Subject): NccoRemarks {
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
    return yield* checkShape(
      shape,
      {value, name: `${/^[aeiou]/.test(name ?? '') ? 'An' : 'A'} ${name} endpoint`, path},
      tag,
    );
  }
  const meant = typeof type === 'string' && (endpointsByOtherName.get(type.toLowerCase()) ?? suggest(type, known));
  const advice = meant ? `did you mean "${meant}"?` : `use one of ${known.join(', ')}.`;
  if (type === undefined) {
    const near = Object.keys(value).find(key => suggest(key, ['type']));
    const next = near === undefined ? advice : `did you mean it by ${quote(near)}?`;
    yield error(place, 'missing-field', `An endpoint needs the field \`type\`: ${next}`);
  } else yield error(place, 'unknown-endpoint', `There is no endpoint type ${quote(type)}: ${advice}`);
}

/** The field that tells what an object is, as it is spelt there: `ACTION`. */
export function tagOf(value: Record<string, unknown>, name: string): string {
  if (Object.hasOwn(value, name)) return name;
  return Object.keys(value).find(one => sameLetters(one, name)) ?? name;
}
