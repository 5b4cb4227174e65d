import {clock, span} from '../../text/time.js';
import type {ActionRun} from '../../world/read/ncco-progress.js';
import {labelOf} from '../report-rows.js';
import {type Html, html} from './html.js';
import {messagePart} from './message.js';
import type {Messages} from './messages.js';
import type {TakenCall} from './taken.js';

/** NCCOs that are shown; a call that is steered by webhooks may have one for each of them. */
const MOST_NCCOS = 50;

/** The NCCOs that the call was given: their actions, how far each came, and the reply as it was. */
export function nccoPart({call, nccos}: TakenCall, {nccos: replies}: Messages, id: string): Html | undefined {
  if (nccos.length === 0) return undefined;
  return html`
<section class="part">
<h3 id="${id}">${nccos.length === 1 ? 'NCCO' : 'NCCOs'}</h3>
${nccos.slice(0, MOST_NCCOS).map((run, i) => {
  const leg = labelOf(call, run.leg ?? null);
  const reply = replies[i];
  return html`<div class="ncco-run">
<p class="when">${[leg && `for ${leg}`, `at ${clock(run.from)}`].filter(Boolean).join(', ')}</p>
<ol class="actions">
${run.actions.map(action)}</ol>
${reply && messagePart(reply)}
</div>
`;
})}${nccos.length > MOST_NCCOS && html`<p class="left-out">The first ${MOST_NCCOS} of ${nccos.length} NCCOs.</p>`}
</section>`;
}

const looks: Readonly<Record<ActionRun['state'], {role: string; sign: string; word: string}>> = {
  done: {role: 'good', sign: '✓', word: 'done'},
  running: {role: 'live', sign: '▸', word: 'running'},
  next: {role: 'dim', sign: '·', word: 'still to come'},
  skipped: {role: 'dim', sign: '–', word: 'never reached'},
};

function action({text, state, from, to, exact}: ActionRun): Html {
  const {role, sign, word} = looks[state];
  const took = from !== undefined && to !== undefined && `${exact ? '' : 'about '}${span(to - from)}`;
  return html`<li><b class="sign ${role}" aria-hidden="true">${sign}</b> <code>${text}</code> <span class="dim">${[word, took].filter(Boolean).join(', ')}</span></li>
`;
}
