import {type Html, html, rowsOfText} from './html.js';
import type {Message} from './messages.js';
import {countOf} from './words.js';

/** A message, folded: what it is, and all of it that there was room for. */
export function messagePart(message: Message): Html {
  return html`<details class="message"><summary>${heading(message)}</summary>${messageText(message)}</details>`;
}

export function heading({kind, title}: Message): Html {
  return html`<span class="kind">${kind}</span> ${title}`;
}

/** The text itself, and how much of it there was no room for. */
export function messageText({text, cut}: Message): Html {
  const rest = cut !== undefined && `… and ${countOf(cut - text.length, 'character')} more: they are in the recording.`;
  return html`<pre tabindex="0">${rowsOfText(text)}</pre>${rest && html`<p class="left-out">${rest}</p>`}`;
}
