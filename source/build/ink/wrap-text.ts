import {remember} from './remember.js';

type WrapAnsi = (text: string, width: number, options: {trim: boolean; hard: boolean}) => string;
type CliTruncate = (text: string, width: number, options: {position: 'start' | 'middle' | 'end'}) => string;

/** Our panes fit, so there is little to wrap; and what there is may be as large as a pane. */
const TEXTS_KEPT = 32;

/**
 * Ink's `wrapText` over the packages that Ink uses. In place of Ink's own, which remembers every text ever wrapped.
 * `mode` is `wrap`, or `truncate` with or without the place where it cuts.
 */
export function wrapTextWith(wrapAnsi: WrapAnsi, cliTruncate: CliTruncate) {
  const modes = new Map<string, (text: string, width: number) => string>([
    ['wrap', (text, width) => wrapAnsi(text, width, {trim: false, hard: true})],
    ['truncate', (text, width) => cliTruncate(text, width, {position: 'end'})],
    ['truncate-end', (text, width) => cliTruncate(text, width, {position: 'end'})],
    ['truncate-middle', (text, width) => cliTruncate(text, width, {position: 'middle'})],
    ['truncate-start', (text, width) => cliTruncate(text, width, {position: 'start'})],
  ]);
  const wrapped = remember(key => {
    const [mode = '', width = '', ...text] = key.split(' ');
    return modes.get(mode)?.(text.join(' '), Number(width)) ?? text.join(' ');
  }, TEXTS_KEPT);
  return (text: string, width: number, mode: string): string => wrapped(`${mode} ${width} ${text}`);
}
