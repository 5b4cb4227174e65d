import {inert} from '../../text/inert.js';
import {printable} from '../../text/printable.js';

/** Text that is HTML already. Only this module makes it, so that no text from outside becomes a part of the page by accident. */
export class Html {
  constructor(readonly text: string) {}
}

type Value = string | number | Html | readonly Html[] | false | undefined;

/** Cells of a piece of text from outside, among other texts. */
const MOST_CELLS = 400;

/**
 * HTML of a template: what is put into it is shown as text, in an attribute (which must stand in double quotes) as well as between tags; what is
 * HTML already stays so. Nothing comes of `undefined` and `false`.
 *
 * @example html`<b title="${'"'}">${'<i>'}</b>`.text // '<b title="&#34;">&#60;i&#62;</b>'
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(literals.reduce((text, literal, i) => text + written(values[i - 1]) + literal));
}

/** Several rows of text, such as a body, each character in it visible: for a `<pre>`. Names in indented JSON are `<i>`. */
export function rowsOfText(text: string): Html {
  return new Html(escaped(inert(text)).replace(/^( +)(&#34;.*?&#34;)(?=: )/gm, '$1<i>$2</i>'));
}

/** One thing behind another. */
export function join(parts: readonly Html[], separator = ''): Html {
  return new Html(parts.map(({text}) => text).join(separator));
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(printable(value, MOST_CELLS));
  return typeof value === 'number' ? String(value) : join(value).text;
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`);
}
