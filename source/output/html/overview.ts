import {span} from '../../text/time.js';
import {startOf} from '../report-rows.js';
import {titleOf} from './call.js';
import {type Html, html} from './html.js';
import type {TakenCall} from './taken.js';

/** All calls of a page, one a row, each with the way to its part; nothing where there is only one. */
export function overview(calls: readonly TakenCall[]): Html | undefined {
  if (calls.length < 2) return undefined;
  return html`
<nav class="wide" tabindex="0" aria-label="Calls of this report">
<table class="overview">
<thead><tr><th scope="col">began (UTC)</th><th scope="col">who called whom</th><th scope="col">outcome</th><th scope="col">talked</th><th scope="col">cost</th><th scope="col">problems</th></tr></thead>
<tbody>
${calls.map((call, i) => row(call, i + 1))}</tbody>
</table>
</nav>`;
}

function row(taken: TakenCall, number: number): Html {
  const {call, outcome, summary} = taken;
  const [role, word] = outcome;
  const began = (startOf(call) ?? call.firstSeenAt).slice(0, 19).replace('T', ' ');
  return html`<tr data-call="call-${number}"><td class="even">${began}</td><td><a href="#call-${number}">${titleOf(taken)}</a></td><td class="${role}">${call.id === '' ? '' : word}</td><td class="even">${summary.talkMs === undefined ? '' : span(summary.talkMs)}</td><td class="even">${call.cost ?? ''}</td><td class="even${summary.problems > 0 && ' bad'}">${summary.problems || ''}</td></tr>
`;
}
