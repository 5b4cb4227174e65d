import {expect, it} from 'vitest';
import {likeness} from '../../../source/output/compare/steady.js';

it.each([
  ['completed', 'completed', 'same'],
  ['completed', 'busy', 'different'],
  [undefined, 'busy', 'different'],
  ['CON-bc643220-2542-499a-892e-c982c4150c06', 'CON-11111111-0000-4000-8000-000000000000', 'volatile'],
  ['797168e24c19a3c45e74e05b10fef2b5', 'f4321b29a523ca1906d4e70c7467738a', 'volatile'],
  ['at 2026-11-27T15:31:16.836Z', 'at 2026-11-28T09:00:00Z', 'volatile'],
  ['1790000000000', '1790000001234', 'volatile'],
  ['12228 bytes', '9 bytes', 'volatile'],
  ['447700900001', '447700900002', 'different'],
  ['https://ab12.ngrok.app/event?x=1', 'https://cd34.ngrok.app/event?x=1', 'volatile'],
  ['https://ab12.ngrok.app/event', 'https://ab12.ngrok.app/other', 'different'],
  ['https://staging.example.com/event', 'https://example.com/event', 'different'],
  ['http://localhost:4000/a', 'http://127.0.0.1:4001/a', 'volatile'],
] as const)('%j and %j are %s', (left, right, expected) => {
  expect(likeness(left, right)).toBe(expected);
});
