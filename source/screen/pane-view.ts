import type {Line, Part} from './line.js';

/** What a pane has to show: the words of its border, and rows exactly as wide as its inside. */
export type PaneView = {
  title: readonly Part[];
  right?: readonly Part[];
  lines: readonly Line[];
};
