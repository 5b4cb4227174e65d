import {parseXml, XmlElement, XmlError} from '@rgrove/parse-xml';
import {sameLetters} from '../../text/suggest.js';
import {error, type NccoRemarks, quote, type Subject, warning} from './remark.js';

/** The tags of Vonage's guide to customizing spoken text. */
const documented = ['speak', 'break', 'emphasis', 'lang', 'p', 'phoneme', 'prosody', 's', 'say-as', 'sub'];

/** How long a `<break>` is. */
const SPAN = /^\s*\+?(\d+(\.\d+)?|\.\d+)(ms|s)\s*$/;

/** What stands in a text without `<speak>` although only SSML knows it, and what to do. The first row that fits is told. */
const strays: readonly {like: RegExp; code: string; says: string}[] = [
  {
    like: new RegExp(`</?(?:${documented.join('|')})(?=[\\s/>])`, 'i'),
    code: 'no-speak',
    says: 'is an SSML tag, and those count only within <speak>: put <speak> and </speak> around the whole text.',
  },
  {
    like: new RegExp(`&lt;/?(?:${documented.join('|')})\\b`, 'i'),
    code: 'escaped-text',
    says: 'is an escaped tag, which is read aloud: write < and > themselves.',
  },
  {
    like: /&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,6}|#x[\da-f]{1,6});/i,
    code: 'escaped-text',
    says: 'is read as it stands in a text without <speak>: write the character itself.',
  },
  {
    like: /<\/?[a-z][\w:-]{0,30}(?:\s[^<>]{0,80})?\/?>/i,
    code: 'placeholder',
    says: 'is no SSML tag, and the caller may hear it: fill it in, or remove it.',
  },
];

/** What is wrong with the markup of a spoken text: `<speak>` makes it SSML, which must be well-formed XML. */
export function* checkMarkup(text: string, subject: Subject): NccoRemarks {
  if (/<\/?speak(?=[\s/>])/i.test(text)) return yield* checkSsml(text, subject);
  for (const {like, code, says} of strays) {
    const found = like.exec(text);
    if (found) return yield warning({...subject, at: found.index}, code, `${quote(found[0])} ${says}`);
  }
}

function* checkSsml(text: string, subject: Subject): NccoRemarks {
  let root: XmlElement | null;
  try {
    ({root} = parseXml(text, {includeOffsets: true}));
  } catch (problem) {
    return yield notWellFormed(text, problem, subject);
  }
  const elements = root ? elementsFrom(root) : [];
  if (elements.length === 1 && root?.text.trim() === '') {
    yield error(subject, 'empty-text', `${subject.name} has nothing within <speak>: fill it in.`);
  }
  const pause = elements.find(
    ({name, attributes: {time}}) => name === 'break' && time !== undefined && !SPAN.test(time),
  );
  if (pause) {
    const written = quote(pause.attributes.time);
    const text = `The time of a <break> is seconds or milliseconds, such as 1s or 500ms, and not ${written}: change it.`;
    yield warning({...subject, at: pause.start}, 'break-time', text);
  }
  const strange = elements.find(({name}) => !documented.includes(name));
  if (!strange) return;
  const {name, start} = strange;
  const meant = documented.find(known => sameLetters(known, name));
  const advice = meant ? `write <${meant}>.` : 'remove it, or try whether your voice knows it.';
  const said = `${quote(`<${name}>`)} is none of the SSML tags that Vonage documents: ${advice}`;
  yield warning({...subject, at: start}, 'unknown-tag', said);
}

/** An element and all within it, in the order of the text. */
function elementsFrom(root: XmlElement): XmlElement[] {
  const found: XmlElement[] = [];
  const waiting = [root];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    found.push(next);
    for (const child of next.children.toReversed()) if (child instanceof XmlElement) waiting.push(child);
  }
  return found;
}

type Slip = {
  /** The parser's words. */
  like: RegExp;
  /** Where to look, when it is not where the parser stopped. */
  from?: (text: string, stopped: number, element: string) => number;
  says: (element: string) => string;
};

/** What people do wrong, most telling first. */
const slips: readonly Slip[] = [
  {
    like: /reference|entity/,
    from: (text, stopped) => text.lastIndexOf('&', stopped),
    says: () => '`&` stands for itself only as `&amp;`; besides it only &lt; &gt; &quot; and &apos; are known',
  },
  {like: /Attribute value expected/, says: () => "an attribute's value stands in quotes, such as time='1s'"},
  {like: /Unclosed attribute|not allowed in an attribute/, says: () => 'a quote before this is not closed'},
  {like: /Unclosed (?:start|end) tag for element (\S+)/, says: element => `the tag ${element} is not closed with >`},
  {
    like: /Missing end tag for element (\S+)/,
    from: (text, stopped, element) => Math.max(0, text.lastIndexOf(`<${element}`, stopped)),
    says: element => `<${element}> is not closed: add </${element}>, or write <${element}/>`,
  },
  {like: /Extra content/, says: () => 'this stands behind </speak>: put it inside'},
  {like: /Root element/, says: () => '<speak> must enclose the whole text'},
];

/** What is wrong with an end tag that no tag before it opens. */
function endOfNothing(words: string, end: string): string {
  const open = /element (\S+)/.exec(words)?.[1] ?? '';
  return sameLetters(open, end) ? `</${end}> is written </${open}>` : `</${end}> closes nothing: remove it`;
}

function notWellFormed(text: string, problem: unknown, subject: Subject) {
  const said = (why: string, at = 0) => {
    const near = quote(text.slice(at, at + 20));
    return error({...subject, at}, 'ssml', `The SSML of ${subject.name} is not well-formed at ${near}: ${why}.`);
  };
  if (!(problem instanceof XmlError)) return said('it is nested too deep');
  // The parser counts characters, and everything here code units.
  const stopped = [...text].slice(0, problem.pos).join('').length;
  if (/^<(?![\w/!?])/.test(text.slice(stopped, stopped + 2)))
    return said('`<` stands for itself only as `&lt;`', stopped);
  const [words = ''] = problem.message.split(' (line ');
  const [, end] = /^<\/([\w:-]{1,40})/.exec(text.slice(stopped, stopped + 50)) ?? [];
  if (end !== undefined && !text.slice(0, stopped).includes(`<${end}`)) return said(endOfNothing(words, end), stopped);
  for (const {like, from, says} of slips) {
    const found = like.exec(words);
    const element = (found?.[1] ?? '').replaceAll('`', '').slice(0, 40);
    if (found) return said(says(element), from?.(text, stopped, element) ?? stopped);
  }
  return said(words.slice(0, 80), stopped);
}
