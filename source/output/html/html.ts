import {inert} from '../../text/inert.js';
import {printable} from '../../text/printable.js';

/**
 * HTML: the words of a template, which are this program's own, and what is put between them. Only this module makes it, so that no text from outside
 * becomes a part of a page by accident: a file has it as text, and the live page builds its elements of it (`page/render.ts`).
 */
export class Html {
  constructor(
    readonly literals: readonly string[],
    readonly values: readonly Value[],
    /** Its elements are those of a picture. */
    readonly isPicture = false,
    /** Names it among those beside it, so that a page that changes knows it again. */
    readonly key?: string,
  ) {}

  get text(): string {
    return this.literals.reduce((text, literal, i) => text + written(this.values[i - 1]) + literal);
  }
}

export type Value = string | number | Html | readonly Html[] | false | undefined;

/** Cells of a piece of text from outside, among other texts. */
const MOST_CELLS = 400;

/**
 * HTML of a template: what is put into it is shown as text, in an attribute (which must stand in double quotes) as well as between tags; what is
 * HTML already stays so. Nothing comes of `undefined` and `false`.
 *
 * @example html`<b title="${'"'}">${'<i>'}</b>`.text // '<b title="&#34;">&#60;i&#62;</b>'
 */
export function html(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(literals, values);
}

/** The same of a part of a picture, which stands within an `<svg>`: a file does not tell them apart, elements do. */
export function svg(literals: TemplateStringsArray, ...values: Value[]): Html {
  return new Html(literals, values, true);
}

/** The same with a name among those beside it. */
export function keyed(key: string, {literals, values, isPicture}: Html): Html {
  return new Html(literals, values, isPicture, key);
}

/** Text that is HTML already: only for a file, since the live page builds nothing of text. */
export function raw(text: string): Html {
  return new Html([text], []);
}

/** Several rows of text, such as a body, each character in it visible: for a `<pre>`. Names in indented JSON are `<i>`. */
export function rowsOfText(text: string): Html {
  return raw(escaped(inert(text)).replace(/^( +)(&#34;.*?&#34;)(?=: )/gm, '$1<i>$2</i>'));
}

/** One thing behind another. */
export function join(parts: readonly Html[], separator = ''): Html {
  return raw(parts.map(({text}) => text).join(separator));
}

/** A piece of text from outside as it may stand among others. */
export function piece(text: string): string {
  return printable(text, MOST_CELLS);
}

function written(value: Value): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.text;
  if (typeof value === 'string') return escaped(piece(value));
  return typeof value === 'number' ? String(value) : value.map(({text}) => text).join('');
}

function escaped(text: string): string {
  return text.replace(/[&<>"'`]/g, character => `&#${character.charCodeAt(0)};`);
}
