/** Controls but line ends, formats (bidi, zero width, tags; but not what joins letters and emoji), line and paragraph separators, halves of characters. */
const active = /(?!\n|\u200c|\u200d|\u2060)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

const named: Readonly<Record<string, string>> = {'\x1b': '\\e', '\r': '\\r', '\t': '\\t'};

/**
 * A text that does nothing when it is pasted: what a terminal or an editor acts on, but line ends, is written out (`\e`, `\u{202E}`), and it does not end in a line end,
 * which a shell would take for Enter.
 */
export function inert(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').replace(/\n+$/, '');
  return lines.replace(active, each => named[each] ?? `\\u{${(each.codePointAt(0) ?? 0).toString(16).toUpperCase()}}`);
}

/** Whether a terminal or the editor of a shell would act on something in a text: a tab completes names. */
export function isInert(text: string): boolean {
  return text.search(active) < 0;
}
