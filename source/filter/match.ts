import type {Field} from './field.js';
import {fields, findWord} from './fields.js';
import {type Filter, holds, type Leaf} from './filter.js';
import {isInRange, readDuration, readMoment, readNumber} from './measure.js';
import type {CallSubject, EventSubject, Time} from './subject.js';
import {textTest} from './text-test.js';
import {textsOfCall, textsOfEvent} from './texts.js';

/** Whether an event passes a filter; none passes everything. */
export function matchesEvent(filter: Filter | undefined, subject: EventSubject): boolean {
  return !filter || holds(filter, leaf => leafTest(leaf).event(subject));
}

/** Whether a call passes a filter: a question about events is answered by any of its events. */
export function matchesCall(filter: Filter | undefined, subject: CallSubject): boolean {
  return !filter || holds(filter, leaf => leafTest(leaf).call(subject));
}

/** A leaf, made ready to be asked often. */
type Test = {event: (s: EventSubject) => boolean; call: (s: CallSubject) => boolean};

const tests = new WeakMap<Leaf, Test>();

function leafTest(leaf: Leaf): Test {
  const known = tests.get(leaf);
  if (known) return known;
  const made = makeTest(leaf);
  tests.set(leaf, made);
  return made;
}

function makeTest(leaf: Leaf): Test {
  if (leaf.kind === 'text') {
    const test = textTest(leaf.value, 'part');
    const any = (texts: Iterable<string | undefined>): boolean => {
      for (const text of texts) if (text !== undefined && test(text)) return true;
      return false;
    };
    return {event: s => any(textsOfEvent(s)), call: s => any(textsOfCall(s))};
  }
  const field = fields[leaf.field];
  const tests = field ? leaf.values.map(value => valueTest(field, leaf, value)) : [];
  return {event: s => tests.some(test => test.event(s)), call: s => tests.some(test => test.call(s))};
}

type FieldLeaf = Leaf & {kind: 'field'};

function valueTest(field: Field, leaf: FieldLeaf, value: FieldLeaf['values'][number]): Test {
  const text = 'text' in value ? value.text : '';
  switch (field.kind) {
    case 'text': {
      const test = textTest(value, field.manner, leaf.op);
      return bring(leaf, field, texts => texts.some(each => each !== undefined && test(each)));
    }
    case 'number':
    case 'duration': {
      const span = field.kind === 'number' ? readNumber(text) : readDuration(text);
      return bring(leaf, field, (number: number | undefined) => span !== undefined && isInRange(number, leaf.op, span));
    }
    case 'moment': {
      const moment = readMoment(text);
      return bring(
        leaf,
        field,
        (time: Time | undefined) => moment !== undefined && isInRange(time?.[moment.of], leaf.op, moment),
      );
    }
    case 'words': {
      const word = field.words[findWord(field.words, text) ?? ''];
      return bring(leaf, word ?? {}, yes => yes);
    }
  }
}

/** Brings a question to either kind of subject, whichever kind the field is about. */
function bring<T>(
  leaf: FieldLeaf,
  of: {event?: (s: EventSubject) => T; call?: (s: CallSubject) => T},
  test: (value: T) => boolean,
): Test {
  const {event, call} = of;
  const ofCall = call
    ? (s: CallSubject) => test(call(s))
    : (s: CallSubject) => event !== undefined && s.someEvent(leaf);
  return {event: event ? s => test(event(s)) : s => call !== undefined && ofCall(s.call), call: ofCall};
}
