/**
 * What each of our glyphs becomes with `--ascii`: the two halves of a row read cell for cell. Most of them are of "ambiguous
 * width": a terminal set to a Chinese, Japanese or Korean locale may draw them two cells wide.
 */
const PAIRS: readonly (readonly [glyphs: string, ascii: string])[] = [
  ['─│┌┐└┘├┤┬┴┼═╪', '-|+++++++++=#'], // frames and rules
  ['█▓▒░▏▕', '##%.||'], // bars
  ['▁▂▃▄▅▆▇', '_.-:=+*'], // levels
  ['→←↑↓▸◂▾▴▲▼⇅⇄⏎↷', '><^v><v^^v%=<>'], // arrows
  ['●○◌◔✓✗⊘⧖⚠♪∅≠≈≡Δ◆★', '*o.ovx/~!~0!~#d#@'], // states and marks
  ['·•×–—…€“”‘’°±≥≤', '.*x--.E""\'\'o~><'], // punctuation
];

/** Every glyph of ours, and the ASCII character that stands for it. */
export const ASCII_FOR: ReadonlyMap<string, string> = new Map(
  PAIRS.flatMap(([glyphs, ascii]) => [...glyphs].map((glyph, index) => [glyph, ascii.charAt(index)] as const)),
);
