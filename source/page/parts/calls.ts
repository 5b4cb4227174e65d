import {type Html, html, keyed} from '../../output/html/html.js';
import {countOf} from '../../output/html/words.js';
import type {CallRow, Shown} from '../shown.js';

/** More calls that are shown for who asks for them. */
export const MORE_CALLS = 200;

type About = {
  /** The call that is shown, and whether that is somebody's choice rather than the newest. */
  id: string | undefined;
  isChosen: boolean;
  /** Everything that there is has come: what is not here is not there. */
  isWhole: boolean;
};

/** The list of calls. Arrow keys go through it: one of them at a time is where the tab key leads. */
export function callsPart({calls, count, forgotten}: Shown, {id, isChosen, isWhole}: About): Html {
  const isThere = calls.some(call => call.id === id);
  const more = count - calls.filter(call => call.id !== '').length;
  return html`
<div class="calls-head"><h2 id="calls-title">Calls</h2><button type="button" class="follow" data-do="follow" aria-pressed="${isChosen ? 'false' : 'true'}">Newest</button></div>
${isWhole && calls.length === 0 && html`<p class="dim">No call yet: the next one shows up here.</p>`}
<ol class="calls" aria-labelledby="calls-title">${calls.map((call, i) => item(call, call.id === id, isThere ? call.id === id : i === 0))}</ol>
${more > 0 && html`<button type="button" class="more" data-do="more-calls">${countOf(Math.min(more, MORE_CALLS), 'older call')}</button>`}
${forgotten > 0 && html`<p class="left-out">${countOf(forgotten, 'older call')} had no room in this tab.</p>`}
`;
}

function item(row: CallRow, isShown: boolean, isEntry: boolean): Html {
  const {id, index, outcome, began, lasts, problems, isUp} = row;
  const [role, word] = outcome;
  return keyed(
    `call ${index}`,
    html`<li><button type="button" class="call-row" data-call="${index}" aria-current="${isShown ? 'true' : 'false'}" tabindex="${isEntry ? 0 : -1}">
<span class="parties">${parties(row)}</span>
<span class="told">${id !== '' && html`<span class="state ${role}${isUp && ' up'}">${word}</span>`}<span class="even">${began}</span>${lasts !== '' && html`<span class="even lasts">${lasts}</span>`}${problems > 0 && html`<span class="bad">${countOf(problems, 'problem')}</span>`}</span>
</button></li>`,
  );
}

function parties({from, to, name}: CallRow): Html {
  if (from === undefined && to === undefined) return html`${name}`;
  return html`${from ?? 'unknown'} <span class="dim" aria-hidden="true">→</span><span class="unseen"> to </span> ${to ?? 'unknown'}`;
}
