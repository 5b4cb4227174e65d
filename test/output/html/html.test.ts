import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {html, join, raw, rowsOfText} from '../../../source/output/html/html.js';

describe('HTML of a template', () => {
  it.each([
    ['<b>', '&#60;b&#62;'],
    ['"\'`&', '&#34;&#39;&#96;&#38;'],
    ['&lt;', '&#38;lt;'],
    ['a\x1b]0;x\x07\r\nb', 'a\\e]0;x\\u{7}\\r\\nb'],
    ['a\u202eb', 'a\\u{202E}b'],
  ])('shows %j as text', (text, shown) => {
    expect(html`<i title="${text}">${text}</i>`.text).toBe(`<i title="${shown}">${shown}</i>`);
  });

  it('takes HTML, lists of it and numbers as they are, and nothing for what is not there', () => {
    const rows = [html`<b>${1}</b>`, html`<b>2</b>`];
    expect(html`<p>${rows}${undefined}${false}${''}${raw('<hr>')}</p>`.text).toBe('<p><b>1</b><b>2</b><hr></p>');
    expect(join(rows, ' ').text).toBe('<b>1</b> <b>2</b>');
  });

  it('has no tag and no quote of any text', () => {
    const shown = fc.string({unit: 'binary'}).map(text => [html`${text}`.text, rowsOfText(text).text]);
    fc.assert(
      fc.property(shown, texts => texts.every(text => !/[<>"'`]|&(?!#\d+;)/.test(text.replace(/<\/?i>/g, '')))),
    );
  });

  it('keeps the rows of a body, and marks the names in indented JSON', () => {
    const json = JSON.stringify({a: {'b"<': 'c": d'}}, null, 2);
    expect(rowsOfText(json).text.split('\n')).toEqual([
      '{',
      '  <i>&#34;a&#34;</i>: {',
      '    <i>&#34;b\\&#34;&#60;&#34;</i>: &#34;c\\&#34;: d&#34;',
      '  }',
      '}',
    ]);
  });
});
