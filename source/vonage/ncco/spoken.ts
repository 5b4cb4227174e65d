import {error, type NccoRemarks, quote, type Subject, warning} from './remark.js';
import {checkMarkup} from './ssml.js';

const noValue = {code: 'no-value', advice: 'give the value that was meant.'};
const template = {code: 'placeholder', advice: 'fill the template in.'};

/** What a program leaves in a text where a value is missing, has no text of its own, or was never put in. */
const leftovers: readonly {like: RegExp; code: string; advice: string}[] = [
  {like: /\[object [A-Z]\w{0,30}\]/, ...noValue},
  {like: /<[\w.]{1,60} object at 0x[\da-f]{1,16}>|\b\w{1,40}(?:\.\w{1,40}){1,8}@[\da-f]{5,16}\b/, ...noValue},
  {like: /(?<![\w'’-])(?:undefined|NaN|null(?! and void)|Invalid Date)(?![\w'’-])/, ...noValue},
  {like: /^\s*(?:None|nil)\s*$/, ...noValue},
  {like: /[$#%]?\{\{?[^{}]{0,80}\}\}?|\{%[^{}]{0,80}%\}|<[%?][^<>]{0,80}[%?]>|\[\[[^[\]]{1,40}\]\]/, ...template},
  {like: /(?<![\w%])%(?:\(\w{1,40}\)|\d\$)?[sdif@](?![\w%])|(?<![\w$])\$[a-z_]\w{0,40}/, ...template},
  {like: /\[(?:your|insert|caller|customer|enter)[\s_-][^[\]]{1,40}\]/i, ...template},
];

/** What a caller should not hear, and SSML that cannot be read. */
export function* checkSpoken(text: string, subject: Subject): NccoRemarks {
  if (text.trim() === '') return yield error(subject, 'empty-text', `${subject.name} is empty: fill it in.`);
  for (const {like, code, advice} of leftovers) {
    const found = like.exec(text);
    if (!found) continue;
    const said = `${subject.name} still holds ${quote(found[0])}, which the caller would hear`;
    yield warning({...subject, at: found.index}, code, `${said}: ${advice}`);
    break;
  }
  yield* checkMarkup(text, subject);
}
