/**
 * Characters that JSON allows as they are and that a terminal, an editor or a line reader may act on: DEL and the C1 controls,
 * formats (bidi, zero width, tags), line and paragraph separators.
 */
const ACTIVE = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * JSON without a single character that could do anything but be shown: the same value to every parser, and harmless when it
 * is printed. One line, or indented by `indent` spaces.
 *
 * @example jsonText({from: 'a\u009b2J'}) // '{"from":"a\u009b2J"}' with a backslash
 */
export function jsonText(value: unknown, indent = 0): string {
  return (JSON.stringify(value, undefined, indent) ?? 'null').replace(ACTIVE, escaped);
}

function escaped(character: string): string {
  let text = '';
  for (let i = 0; i < character.length; i++) text += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  return text;
}
