import fc from 'fast-check';
import {fields} from '../../source/filter/fields.js';

const values = [
  'L1',
  'L2',
  'dtmf',
  'busy',
  'member:*',
  '500',
  '1s',
  '12:04',
  '+10s',
  '4xx',
  'A',
  '=',
  'problem',
  'in',
  'api',
];

const piece = fc.oneof(
  fc.constantFrom(
    '(',
    ')',
    '!',
    'not',
    'and',
    'or',
    '"',
    '/',
    '\\',
    ',',
    ':',
    '[',
    '*',
    'x',
    'L1',
    'audio:dtmf',
    '+44 77',
  ),
  fc
    .tuple(
      fc.constantFrom(...Object.keys(fields), 'typ'),
      fc.constantFrom(':', '=', '>', '>=', '<', '<=', '!='),
      fc.array(fc.constantFrom(...values), {maxLength: 3}),
    )
    .map(([name, op, some]) => `${name}${op}${some.join(',')}`),
  fc.constantFrom(
    '"two words"',
    '"and"',
    '/ring|busy/i',
    'note:"a,b"',
    'type:/^sip/',
    '!x',
    'answered',
    '447700000001',
  ),
);

/** Texts that look much like filters, right and wrong. */
export const anyText = fc
  .array(fc.tuple(piece, fc.constantFrom(' ', ' ', '')), {maxLength: 10})
  .map(pieces => pieces.map(([text, space]) => text + space).join(''));
