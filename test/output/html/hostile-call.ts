import type {Observation} from '../../../source/call/observation.js';
import {CALL, eventDraft} from '../../helpers/seed.js';
import {hostile} from '../../terminal/hostile.js';
import {arrive} from '../seed-call.js';

/** What a page is attacked with: tags, ends of what a text may stand in, entities, scripts, styles, addresses. */
export const forPages = [
  '<script>globalThis.pwned=1</script>',
  '</script><script>globalThis.pwned=1</script>',
  '</style><style>*{display:none}',
  '</title><img src=x onerror="globalThis.pwned=1">',
  '<img src=x onerror=globalThis.pwned=1>',
  '"><svg onload=globalThis.pwned=1>',
  "' onclick='globalThis.pwned=1",
  '" autofocus onfocus="globalThis.pwned=1',
  '` onclick=`globalThis.pwned=1',
  '</text></svg><iframe src="http://evil.example/">',
  '</pre></details></li></ol><form action="http://evil.example/"><input>',
  '<!-- x',
  '-->',
  ']]>',
  '&lt;script&gt;',
  '&#60;b&#62;',
  'javascript:globalThis.pwned=1',
  '<a href="javascript:globalThis.pwned=1">x</a>',
  '<base href="http://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
  '<link rel="stylesheet" href="http://evil.example/x.css">',
  '{{7*7}}',
  'url(http://evil.example/)',
];

export const attacks: readonly string[] = [...forPages, ...hostile.map(([, text]) => text)];

/** A call with this text in every field that a caller, a carrier or an application chooses; an NCCO and its reply, too. */
export function callWith(text: string): Observation[] {
  const raw = (path: string) => ({method: 'GET', path, headers: {[text]: text, 'user-agent': text}, body: ''});
  const query = new URLSearchParams({uuid: 'a', conversation_uuid: CALL, from: text, to: text, [text]: text});
  const ncco = [
    {action: 'talk', text},
    {action: text, [text]: text},
    {action: 'connect', endpoint: [{type: 'phone', number: text}], eventUrl: [text]},
  ];
  return arrive([
    {source: 'answer', raw: raw(`/webhooks/answer?${query}`)},
    {
      source: 'reply',
      to: 1,
      by: 'application',
      ms: 5,
      raw: {status: 200, headers: {[text]: text}, body: JSON.stringify(ncco)},
    },
    eventDraft({uuid: 'a', conversation_uuid: CALL, direction: 'inbound', status: 'started', from: text, to: text}),
    eventDraft({uuid: 'a', conversation_uuid: CALL, direction: 'inbound', status: 'answered', from: text, to: text}),
    {source: 'reply', to: 4, by: 'application', ms: 5, raw: {status: 500, headers: {}, body: text}},
    eventDraft({uuid: text, conversation_uuid: CALL, direction: 'outbound', status: 'failed', to: text, detail: text}),
    eventDraft({uuid: 'a', conversation_uuid: CALL, reason: text}),
    eventDraft({uuid: 'a', conversation_uuid: CALL, type: text, speech: {results: [{text}]}, dtmf: {digits: text}}),
    eventDraft({
      uuid: 'a',
      conversation_uuid: CALL,
      direction: 'inbound',
      status: 'completed',
      network: text,
      price: text,
    }),
    eventDraft({[text]: text}),
    {source: 'event', raw: {...raw('/webhooks/event'), method: 'POST', body: text}},
    {source: 'event', raw: {...raw(`/webhooks/event?${text}`), method: text}},
  ]);
}
