import {html as element, svg as picture, render, type TemplateResult} from 'lit-html';
import {repeat} from 'lit-html/directives/repeat.js';
import {Html, piece, type Value} from '../output/html/html.js';

/** Shows a part of the page: only what differs from what is there is touched. What a call says becomes text and values of attributes, never HTML. */
export function show(part: Html | undefined, where: HTMLElement): void {
  render(built(part), where);
}

function built(value: Value): unknown {
  if (value === undefined || value === false) return '';
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return piece(value);
  if (value instanceof Html) return ofTemplate(value);
  const isKeyed = value.some(({key}) => key !== undefined);
  return isKeyed ? repeat(value, ({key}, i) => key ?? i, built) : value.map(built);
}

function ofTemplate({literals, values, isPicture}: Html): TemplateResult {
  if (!isTemplate(literals))
    throw new TypeError('Text that is HTML already is for files: elements are built of templates.');
  return (isPicture ? picture : element)(literals, ...values.map(built));
}

const isTemplate = (literals: readonly string[]): literals is TemplateStringsArray => Object.hasOwn(literals, 'raw');
