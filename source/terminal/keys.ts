import {printable} from '../text/printable.js';
import {type MouseAct, mouseActOf} from './mouse.js';
import {replyOf, type TerminalReply} from './replies.js';

/**
 * The name of a key: the character itself for what can be typed (`j`, `G`, `?`, `é`), `Space`, `Enter`, `Tab`, `S-Tab`, `Esc`,
 * `Backspace`, `Delete`, `Insert`, `Up`, `Down`, `Left`, `Right`, `Home`, `End`, `PgUp`, `PgDn`, `F1`…`F12`; with `C-` for
 * Control (`C-d`), `S-` for Shift on keys that have no character, and `M-` for Alt on keys that a terminal has a sequence for. An escape
 * before a character is the Esc key, and the character a key of its own: terminals, ssh and macros send the two in one piece.
 */
export type KeyName = string;

/** What the decoder remembers between two reads. */
export type KeyState = {
  /** The beginning of a sequence that is not complete yet. */
  readonly pending: string;
  /** The text of a bracketed paste that has not ended yet. */
  readonly paste?: string | undefined;
};

/** Nothing read yet. */
export const NO_KEYS: KeyState = {pending: ''};

/** What was read: keys, and among them whole pastes, what the mouse did, and what the terminal answered. */
export type Stroke =
  | {readonly key: KeyName}
  | {readonly paste: string}
  | {readonly mouse: MouseAct}
  | {readonly reply: TerminalReply};

const ESC = '\x1b';
const PASTE_START = '\x1b[200~';
const PASTE_END = '\x1b[201~';
/** A paste beyond this is cut (characters); a sequence beyond this is no key. */
const PASTE_LIMIT = 65_536;
const SEQUENCE_LIMIT = 64;
const STRING_LIMIT = 8192;

const BY_LETTER: Record<string, KeyName> = {
  A: 'Up',
  B: 'Down',
  C: 'Right',
  D: 'Left',
  F: 'End',
  H: 'Home',
  P: 'F1',
  Q: 'F2',
  R: 'F3',
  S: 'F4',
  M: 'Enter',
};

const BY_NUMBER: Record<string, KeyName> = Object.fromEntries(
  (
    'Home Insert Delete End PgUp PgDn Home End - - F1 F2 F3 F4 F5 - F6 F7 F8 F9 F10 - F11 F12'.split(' ') as KeyName[]
  ).flatMap((name, index) => (name === '-' ? [] : [[String(index + 1), name]])),
);

/** A modifier parameter is one more than a bit set: 1 Shift, 2 Alt, 4 Control; above that are keys like Super, and locks. */
function withModifiers(name: KeyName, modifiers: number): KeyName {
  const bits = modifiers - 1;
  return `${bits & 2 ? 'M-' : ''}${bits & 4 ? 'C-' : ''}${bits & 1 ? 'S-' : ''}${name}`;
}

/** Keys that the kitty protocol numbers in Unicode's private area: those of the number pad. */
const BY_PRIVATE_CODE: Record<number, KeyName> = Object.fromEntries(
  '0 1 2 3 4 5 6 7 8 9 . / * - + Enter = - Left Right Up Down PgUp PgDn Home End Insert Delete'
    .split(' ')
    .map((name, index) => [57_399 + index, name]),
);

/** The key of a character's code with modifiers, as two protocols send it: kitty's CSI u, and xterm's modifyOtherKeys. */
function keyOfCode(code: number, shifted: number | undefined, modifiers: number): KeyName | undefined {
  const bits = (modifiers - 1) & 7;
  const character = String.fromCodePoint(Math.min(shifted || code, 0x10ffff));
  const named = code === 27 ? 'Esc' : (BY_PRIVATE_CODE[code] ?? CONTROLS[character]);
  if (named) return withModifiers(named, (named.length === 1 ? bits & 6 : bits) + 1);
  const typed = keyOfCharacter(bits & 1 && !(bits & 4) ? character.toUpperCase() : character);
  return typed && !typed.startsWith('C-') ? withModifiers(typed, (bits & 6) + 1) : typed;
}

/** Modifiers, and whether the key was pressed (1), repeats (2) or was let go (3). */
const MODIFIERS = String.raw`(\d{1,3})(?::([123]))?`;
const CSI_U = new RegExp(String.raw`^\x1b\[(\d{1,7})(?::(\d*))?(?::\d*)?(?:;${MODIFIERS}?(?:;[\d:]*)?)?u$`);
const OTHER_KEY = /^\x1b\[27;(\d{1,3});(\d{1,7})~$/;
const LETTER_KEY = new RegExp(String.raw`^\x1b\[1;${MODIFIERS}([A-DFHPQS])$`);
const NUMBER_KEY = new RegExp(String.raw`^\x1b\[(\d{1,2})(?:;${MODIFIERS})?~$`);
const LET_GO = '3';

/** The key of a whole sequence; undefined for mouse and focus reports, replies to queries, and keys nobody binds. */
function keyOfSequence(sequence: string): KeyName | undefined {
  const [, single] = /^\x1b[O[]([A-DFHP-SM])$/.exec(sequence) ?? [];
  if (single) return single === 'M' && sequence[1] === '[' ? undefined : BY_LETTER[single];
  if (sequence === '\x1b[Z') return 'S-Tab';
  const [, console] = /^\x1b\[\[([A-E])$/.exec(sequence) ?? [];
  if (console) return `F${console.charCodeAt(0) - 64}`;
  const [, code, shifted, bits = '1', event] = CSI_U.exec(sequence) ?? [];
  if (code) return event === LET_GO ? undefined : keyOfCode(Number(code), Number(shifted), Number(bits));
  const [, held, other] = OTHER_KEY.exec(sequence) ?? [];
  if (other) return keyOfCode(Number(other), undefined, Number(held));
  const [, modifiers, letterEvent, letter = ''] = LETTER_KEY.exec(sequence) ?? [];
  const byLetter = BY_LETTER[letter];
  if (byLetter) return letterEvent === LET_GO ? undefined : withModifiers(byLetter, Number(modifiers));
  const [, number = '', more = '1', numberEvent] = NUMBER_KEY.exec(sequence) ?? [];
  const byNumber = BY_NUMBER[number];
  return byNumber && numberEvent !== LET_GO ? withModifiers(byNumber, Number(more)) : undefined;
}

const CONTROLS: Record<string, KeyName> = {
  '\0': 'C-Space',
  '\b': 'Backspace',
  '\t': 'Tab',
  '\n': 'Enter',
  '\r': 'Enter',
  ' ': 'Space',
  '\x1c': 'C-\\',
  '\x1d': 'C-]',
  '\x1e': 'C-^',
  '\x1f': 'C-_',
  '\x7f': 'Backspace',
};

/** The key of one character. Characters that could not be printed are not typed either. */
function keyOfCharacter(character: string): KeyName | undefined {
  const named = CONTROLS[character];
  if (named) return named;
  if (character <= '\x1a') return `C-${String.fromCharCode(character.charCodeAt(0) + 96)}`;
  // A mark is typed after its letter, and alone it would be escaped.
  return printable(`a${character}`) === `a${character}` ? character : undefined;
}

// A letter right behind the bracket that no terminal sends is what was typed after Esc and [.
const CSI = /\x1b\[(?:\[[A-E]|[A-DFHIMO-SZ]|(?=[\x20-\x3f])[\x30-\x3f]*[\x20-\x2f]*[\x40-\x5a\x5c-\x7e])/y;
const CSI_BEGUN = /\x1b\[(?:\[|[\x30-\x3f]*[\x20-\x2f]*)$/y;
/** Old mouse report: three bytes follow, whatever they are. */
const X10_MOUSE = /\x1b\[M[\s\S]{3}/y;
const X10_BEGUN = /\x1b\[M[\s\S]{0,2}$/y;
const SS3 = /\x1bO[A-DFHMP-S]/y;
/** What replies begin with: of a colour or the clipboard (OSC), of a version or a setting (DCS), of an image (APC). They end in BEL or ST. */
const STRING = /\x1b(?:\]\d|P[\d>!$+]|_G)[^\x07\x1b]*(?:\x07|\x1b\\)/y;
/** A sequence that broke off, because another began inside it or because it got too long. */
const BROKEN = /\x1b(?:\[[\x20-\x3f]+|(?:\]\d|P[\d>!$+]|_G)[^\x07\x1b]*)/y;
const STRING_BEGUN = /\x1b(?:\]\d|P[\d>!$+]|_G)[^\x07\x1b]*\x1b?$/y;
/** Esc and a character that begins a sequence as well: time decides which it was. */
const MAYBE_BEGUN = /\x1b[[O\]P_]$/y;

function match(pattern: RegExp, text: string, index: number): string | undefined {
  pattern.lastIndex = index;
  return pattern.exec(text)?.[0];
}

/** Control characters have no place in a paste; line ends and tabs become spaces. */
function pasted(text: string): string {
  return text
    .slice(0, PASTE_LIMIT)
    .replace(/\r\n|[\r\n\t]/g, ' ')
    .replace(/[\p{Cc}\p{Cs}]/gu, '');
}

/** A sequence that can still become a key, a paste or something to be ignored when more arrives. */
function isBegun(text: string, index: number): boolean {
  const length = text.length - index;
  if (match(STRING_BEGUN, text, index) !== undefined) return length <= STRING_LIMIT;
  if (length === 1 || match(X10_BEGUN, text, index) !== undefined) return true;
  if (match(MAYBE_BEGUN, text, index) !== undefined) return true;
  return match(CSI_BEGUN, text, index) !== undefined && length <= SEQUENCE_LIMIT;
}

/**
 * Turns what a terminal sent into keys, pastes, acts of the mouse and answers. Pure: sequences may be cut anywhere between two calls.
 * Whatever is none of them (focus reports, answers to others, unknown function keys) disappears, whole.
 */
export function decode(chunk: string, state: KeyState = NO_KEYS): {strokes: Stroke[]; state: KeyState} {
  const strokes: Stroke[] = [];
  let text = state.pending + chunk;
  let paste = state.paste;
  let index = 0;
  const press = (key: KeyName | undefined) => {
    if (key !== undefined) strokes.push({key});
  };
  while (index < text.length) {
    if (paste !== undefined) {
      paste += text.slice(index);
      index = text.length;
      const end = paste.indexOf(PASTE_END);
      if (end < 0) {
        // Keep what could be the beginning of the end marker, and no more than is used.
        if (paste.length > 2 * PASTE_LIMIT) paste = paste.slice(0, PASTE_LIMIT) + paste.slice(-PASTE_END.length);
        break;
      }
      strokes.push({paste: pasted(paste.slice(0, end))});
      text = paste.slice(end + PASTE_END.length);
      index = 0;
      paste = undefined;
      continue;
    }
    if (text[index] !== ESC) {
      const character = String.fromCodePoint(text.codePointAt(index) ?? 0);
      press(keyOfCharacter(character));
      index += character.length;
      continue;
    }
    if (text.startsWith(PASTE_START, index)) {
      paste = '';
      index += PASTE_START.length;
      continue;
    }
    const mouse = match(X10_MOUSE, text, index);
    if (mouse === undefined && isBegun(text, index)) break;
    const sequence = mouse ?? match(STRING, text, index) ?? match(CSI, text, index) ?? match(SS3, text, index);
    if (sequence !== undefined) {
      const act = mouseActOf(sequence);
      const reply = replyOf(sequence);
      if (act) strokes.push({mouse: act});
      else if (reply) strokes.push({reply});
      else press(mouse === undefined ? keyOfSequence(sequence) : undefined);
      index += sequence.length;
      continue;
    }
    const broken = match(BROKEN, text, index);
    if (broken === undefined) press('Esc');
    index += broken?.length ?? 1;
  }
  return {strokes, state: {pending: paste === undefined ? text.slice(index) : '', paste}};
}

/**
 * Decides what to make of a sequence that did not go on: a lone escape was the Esc key, with one character behind it that key, too; an
 * unfinished paste ends here, anything else is dropped.
 */
export function settle(state: KeyState): Stroke[] {
  if (state.paste !== undefined) return [{paste: pasted(state.paste)}];
  if (!/^\x1b+[[O\]P_]?$/.test(state.pending)) return [];
  return Array.from(state.pending, character => ({key: character === ESC ? 'Esc' : character}));
}
