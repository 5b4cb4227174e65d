import {createHash} from 'node:crypto';
import {iso} from '../../text/time.js';
import {limitText} from '../report-rows.js';
import {callPart} from './call.js';
import {html, raw} from './html.js';
import type {Messages} from './messages.js';
import {overview} from './overview.js';
import script from './page.client.js';
import style from './page.css';
import type {Taken} from './taken.js';
import {countOf} from './words.js';

/**
 * The report as one page that asks for nothing outside of itself. Nothing in it runs or is drawn by but the script and the style of this
 * program: the page itself forbids every other, by their hashes.
 */
export function page(taken: Taken, messages: readonly Messages[]): string {
  const {calls} = taken;
  const title = titleOf(taken);
  const about = aboutOf(taken);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${raw(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="convo-monitor">
<link rel="icon" href="${raw(icon)}">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<header class="page">
<p class="made">convo-monitor report</p>
<h1>${title}</h1>
${about.length > 0 && html`<p class="about">${about.join(' · ')}</p>`}
</header>
<div class="search" role="search" hidden><label for="search">Search</label><input type="search" id="search" autocomplete="off" spellcheck="false"><output for="search"></output><button type="button" class="unfold">Unfold payloads</button></div>
<main>
${overview(calls)}
${calls.length === 0 && html`<p class="verdict">No call is in here.</p>`}
${calls.map((call, i) => callPart(call, messages[i] ?? none, i + 1))}
</main>
<footer><p>Made by convo-monitor, ${iso(taken.takenAt)?.replace('T', ' ').slice(0, 19) ?? 'at an unknown time'} UTC. All times are UTC. This page asks nothing of any server.</p></footer>
<script>${raw(script)}</script>
</body>
</html>
`.text;
}

const none: Messages = {events: [], nccos: [], left: 0};

function titleOf({calls, count}: Taken): string {
  const [only] = calls.filter(({call}) => call.id !== '');
  if (count === 0 && calls.length > 0) return 'Webhooks of no call';
  return count === 1 && only ? `Call ${only.call.id.slice(0, 12)}` : countOf(count, 'call');
}

/** What the report is of, and what is not in it. */
function aboutOf({count, bad, calls, limited, forgotten}: Taken): string[] {
  const shown = calls.filter(({call}) => call.id !== '').length;
  const said = [
    count > 1 && (bad === 0 ? 'no call with problems' : `${countOf(bad, 'call')} with problems`),
    shown < count && `${shown} of them are in here: those with problems, then the newest`,
    limited && limitText(limited),
    forgotten !== undefined && `${countOf(forgotten, 'older call')} had no room in memory`,
  ];
  return said.filter(each => typeof each === 'string');
}

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Only what is in this file: no other script, style, picture, frame, form or request. */
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; img-src data:; base-uri 'none'; form-action 'none'`;

/** Two bars of a time axis; without one, browsers ask the server for /favicon.ico. */
const icon =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' fill='%23102a43'/%3E%3Crect x='2' y='4' width='10' height='3' rx='1' fill='%2338bdf8'/%3E%3Crect x='5' y='9' width='9' height='3' rx='1' fill='%234ade80'/%3E%3C/svg%3E";
