/** What of a page is looked at: its title and its message stand at its beginning, behind some style. */
const LONGEST_PAGE = 100_000;
const MOST_PARTS = 3;

/** Elements whose content nobody reads. */
const unread = /^(?:script|style|svg|iframe)$/;
/** Elements that do not end a sentence. */
const inline = /^(?:a|abbr|b|bdi|code|em|font|i|kbd|mark|q|s|samp|small|span|strong|sub|sup|tt|u|var|wbr)$/;

/** Messages that Next.js has in its pages for its own scripts alone. */
const hidden = [
  /"err":\{"name":"[^"]{0,100}","source":"[^"]{0,50}","message":"([^"]{1,500})"/,
  /data-next-error-message="([^"]{1,500})"/,
];

type Part = {rank: number; text: string};

/**
 * An application's error page as text: its title, and what it says first of the exception. Undefined for what is no HTML.
 * One pass over hostile text of any size; the result is unsafe to print as it is.
 */
export function textOfPage(body: string): string | undefined {
  const html = body.slice(0, LONGEST_PAGE).trimStart();
  if (!/^<[a-z!?]/i.test(html)) return undefined;
  const parts = [...partsOf(html)];
  for (const pattern of hidden) {
    const message = pattern.exec(html)?.[1];
    if (message) parts.push({rank: 1, text: withoutEntities(message)});
  }
  const told: string[] = [];
  for (const {rank, text} of parts.sort((a, b) => a.rank - b.rank)) {
    const isGeneric = rank === 0 && parts.length > 1 && /^(?:application )?error$/i.test(text);
    if (isGeneric || told.some(one => one.includes(text))) continue;
    told.push(text);
    if (told.length === MOST_PARTS) break;
  }
  return told.join(' – ');
}

/** The texts between block elements, in their order. */
function* partsOf(html: string): Generator<Part> {
  const lower = html.toLowerCase();
  let text = '';
  let rank = 2;
  for (let at = 0; at < html.length; ) {
    const open = html.indexOf('<', at);
    const until = open === -1 ? html.length : open;
    text += html.slice(at, until);
    if (open === -1) break;
    const [, slash = '', name = ''] = /^<(\/?)([a-z][a-z0-9-]*)/.exec(lower.slice(open, open + 40)) ?? [];
    if (name === '' && !/^<[!?/]/.test(html.slice(open, open + 2))) {
      // A sign of its own, as in "a < b".
      text += '<';
      at = open + 1;
      continue;
    }
    const end = html.startsWith('<!--', open) ? placeOf(html, '-->', open) + 3 : endOfTag(html, open);
    at = slash === '' && unread.test(name) ? placeOf(lower, `</${name}`, end) : end;
    if (name === '' || inline.test(name)) continue;
    yield* part(text, rank);
    text = '';
    rank = slash === '' ? rankOf(name, lower.slice(open, Math.min(end, open + 200))) : 2;
  }
  yield* part(text, rank);
}

function* part(raw: string, rank: number): Generator<Part> {
  const text = withoutEntities(raw.slice(0, 2000)).replace(/\s+/g, ' ').trim();
  if (text !== '') yield {rank, text};
}

/** Titles first, then what frameworks mark as the message, then the rest. */
function rankOf(name: string, tag: string): number {
  if (name === 'title') return 0;
  return name === 'h1' || name === 'pre' || /exception|errormsg|error-message|titleerror/.test(tag) ? 1 : 2;
}

/** Where a mark is, or the end of the text. */
function placeOf(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at === -1 ? text.length : at;
}

/** Behind the `>` of a tag: one within quotes does not count. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at++) {
    const sign = html[at];
    if (sign === '>') return at + 1;
    if (sign === '"' || sign === "'") at = placeOf(html, sign, at + 1);
  }
  return html.length;
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ndash: '–',
  mdash: '—',
  hellip: '…',
  rsquo: '’',
  lsquo: '‘',
  rdquo: '”',
  ldquo: '“',
  middot: '·',
};

function withoutEntities(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
