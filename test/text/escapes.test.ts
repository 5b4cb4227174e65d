import {expect, it} from 'vitest';
import {undoEscapes} from '../../source/text/escapes.js';

it.each([
  ['%41%7e%7E', 'A~~'],
  ['100% of %4', undefined],
  ['\\u0041\\x42\\n\\r\\t\\"\\\\', 'AB\n\r\t"\\'],
  ['\\u004 \\x4 and a last \\', undefined],
  ['&quot;&apos;&amp;&lt;&gt;&#65;&#x42;', '"\'&<>AB'],
  ['a&b=c&ltd; &#123456; &#;', undefined],
  ['%25%2541 \\\\u0041 &amp;lt;', '%%41 \\u0041 &lt;'],
  ['no escapes', undefined],
])('one level of the escapes of %s is undone', (text, undone) => {
  expect(undoEscapes(text)?.text).toBe(undone);
});

it('knows where each character stood', () => {
  const text = 'a%41b\\u0042&lt;c';
  const read = undoEscapes(text);
  const places = Array.from({length: 7}, (_, index) => text.slice(read?.before(index), read?.before(index + 1)));
  expect([read?.text, ...places]).toEqual(['aAbB<c', 'a', '%41', 'b', '\\u0042', '&lt;', 'c', '']);
});
