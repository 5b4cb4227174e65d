let segmenter: Intl.Segmenter | undefined;

/** The letters of a text, each with its marks, and where each begins. What finds them is made when it is needed: that takes longer than most runs type. */
export function clustersOf(text: string): Intl.Segments {
  segmenter ??= new Intl.Segmenter(undefined, {granularity: 'grapheme'});
  return segmenter.segment(text);
}
