import {tables} from '../report-rows.js';
import type {SnapshotConversation} from '../snapshot-schema.js';
import {type Html, html} from './html.js';
import {countOf} from './words.js';

/** Problems that are shown: a recording may have an error in each of its webhooks. */
const MOST_PROBLEMS = 100;

const looks: Readonly<Record<string, {role: string; sign: string}>> = {
  error: {role: 'bad', sign: '✗'},
  warning: {role: 'warn', sign: '!'},
  info: {role: 'info', sign: 'i'},
};

/** What went wrong, and what to do about it; nothing where nothing did. */
export function problemsPart(call: SnapshotConversation, id: string): Html | undefined {
  const {rows} = tables.problems(call);
  if (rows.length === 0) return undefined;
  const rest = rows.length - MOST_PROBLEMS;
  return html`
<section class="part">
<h3 id="${id}">${rows.length === 1 ? 'Problem' : 'Problems'}</h3>
<ul class="problems">
${rows.slice(0, MOST_PROBLEMS).map(problem)}</ul>
${rest > 0 && html`<p class="left-out">… and ${countOf(rest, 'problem')} more.</p>`}
</section>`;
}

function problem([time = '', severity = '', leg, text, advice]: string[]): Html {
  const {role, sign} = looks[severity] ?? {role: 'dim', sign: '·'};
  return html`<li class="problem ${role}"><p><b class="sign" aria-hidden="true">${sign}</b><span class="unseen">${severity}: </span>${text}</p>
${advice && html`<p class="advice">${advice}</p>\n`}<p class="when">${[severity, leg, time].filter(Boolean).join(' · ')}</p></li>
`;
}
