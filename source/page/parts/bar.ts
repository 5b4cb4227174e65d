import {type Html, html} from '../../output/html/html.js';
import {countOf} from '../../output/html/words.js';
import {counted} from '../../text/counted.js';
import type {LinkState} from '../link-state.js';

/** How it stands with the monitor, in a word and in a sentence. */
export type Standing = {role: 'live' | 'good' | 'warn' | 'bad' | 'dim'; word: string; text: string};

type About = {
  /** ms, as those of the state. */
  now: number;
  /** What had been recorded before is taken in. */
  hasAll: boolean;
  /** The time of what is shown, UTC. */
  asOf: string;
  /** Since when nothing comes to the monitor from where it has its calls, UTC; undefined while it does. */
  cutOff?: string;
};

/** What is to be said of the connection, and what to do where something is to be done. */
export function standingOf(state: LinkState, {now, hasAll, asOf, cutOff}: About): Standing {
  const seconds = (at: number): string => counted(Math.max(0, Math.ceil((at - now) / 1000)), 'second');
  const shown = asOf === '' ? '' : ` What is shown is of ${asOf} UTC.`;
  switch (state.is) {
    case 'asking':
      return {role: 'dim', word: 'Not connected', text: 'The monitor wants its token.'};
    case 'connecting':
      return {role: 'dim', word: 'Connecting', text: 'The monitor is asked.'};
    case 'live':
      if (hasAll && cutOff !== undefined)
        return {role: 'warn', word: `Not live since ${cutOff}`, text: `Nothing comes to the monitor.${shown}`};
      if (hasAll) return {role: 'good', word: 'Live', text: 'What happens is shown as it happens.'};
      return {role: 'live', word: 'Catching up', text: 'What was recorded before is read.'};
    case 'away': {
      const why = state.hasEnded ? 'The monitor has ended.' : 'The connection is lost.';
      return {role: 'warn', word: 'Away', text: `${why} It is tried again in ${seconds(state.retryAt)}.${shown}`};
    }
    case 'refused':
      return {role: 'bad', word: 'Refused', text: 'The monitor wants another token: it said which when it started.'};
    case 'full':
      return {role: 'warn', word: 'Refused', text: `${state.text} It is tried again in ${seconds(state.retryAt)}.`};
    case 'foreign':
      return {
        role: 'bad',
        word: 'Other version',
        text: `The monitor is of another version now (${state.version}): load this page again.`,
      };
  }
}

/** The first row: whose page this is, how it stands, and how much there is. */
export function barPart({role, word}: Standing, {count, up}: {count: number; up: number}): Html {
  return html`
<h1>convo-monitor</h1>
<p class="link ${role}"><span class="dot" aria-hidden="true"></span>${word}</p>
<p class="counts">${count > 0 && countOf(count, 'call')}${up > 0 && html`, <b class="live">${up} up</b>`}</p>
<p class="zone">Times are UTC</p>
`;
}
