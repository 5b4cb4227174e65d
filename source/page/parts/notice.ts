import {type Html, html} from '../../output/html/html.js';
import type {LinkState} from '../link-state.js';
import type {Standing} from './bar.js';

/** What stands above everything else where something is to be known or done; nothing where all is well. */
export function noticePart(state: LinkState, {role, text}: Standing, failing: readonly string[]): Html {
  const isWell = state.is === 'live' || state.is === 'connecting';
  return html`${!isWell && html`<section class="notice ${role}" aria-label="Connection"><p>${text}</p>${wants(state)}</section>`}${failing.map(
    each => html`<p class="notice bad">${each}</p>`,
  )}`;
}

function wants({is}: LinkState): Html | undefined {
  if (is === 'asking' || is === 'refused')
    return html`
<form class="token"><label for="token">Token</label><input type="password" id="token" autocomplete="off" spellcheck="false" required><button type="submit">Attach</button></form>
<p class="dim">The monitor says it when it starts with --serve. It stays in this tab, and is sent to this monitor alone.</p>`;
  if (is === 'foreign') return html`<button type="button" data-do="reload">Load again</button>`;
  return html`<button type="button" data-do="retry">Try now</button>`;
}
