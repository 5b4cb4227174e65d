import type {ReportTable} from '../report-table.js';
import {type Html, html} from './html.js';
import {countOf} from './words.js';

/** Rows of a table that are shown: a call may have any number of legs. */
const MOST_ROWS = 300;

/** Columns whose texts are numbers and times: set in type of one width, as ids are. */
const even: ReadonlySet<string> = new Set(['from', 'to', 'joined', 'left', 'price']);

/** Long ones, which may be broken anywhere where there is no room. */
const ids: ReadonlySet<string> = new Set(['id', 'member', 'user']);

function classOf(column: string): string {
  return ids.has(column) ? 'even id' : even.has(column) ? 'even' : 'word';
}

/** A table below its title; columns without a single word are left out. Nothing where there are no rows. */
export function tableOf({title, header, rows}: ReportTable, id: string): Html | undefined {
  if (rows.length === 0) return undefined;
  const kept = [...header.keys()].filter(i => rows.some(row => row[i]));
  const cell = (text: string, i: number) => html`<td class="${classOf(header[i] ?? '')}">${text}</td>`;
  const rest = rows.length - MOST_ROWS;
  return html`
<section class="part">
<h3 id="${id}">${title}</h3>
<div class="wide" tabindex="0" role="group" aria-labelledby="${id}">
<table>
<thead><tr>${kept.map(i => html`<th scope="col">${header[i]}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, MOST_ROWS).map(row => html`<tr>${kept.map(i => cell(row[i] ?? '', i))}</tr>\n`)}</tbody>
</table>
</div>
${rest > 0 && html`<p class="left-out">… and ${countOf(rest, 'row')} more.</p>`}
</section>`;
}
