import type {Overlay, ViewState} from './view-state.js';

/** Which keys are in force: those of the panes, of what lies over them, or of a line that is typed. */
export type Mode = 'panes' | 'reading' | 'replaying' | List | QuestionMode | PromptMode;
/** Something to choose from. */
type List = 'filters' | 'save' | 'replay';
/** Something that is asked before it is done: any other key means no. */
export type QuestionMode = 'confirm-quit' | 'confirm-clear' | 'confirm-control';
/** A line that is typed: a key with a character types it. */
export type PromptMode = 'filter' | 'search' | 'palette' | 'note';

export const prompts = ['filter', 'search', 'palette', 'note'] as const satisfies readonly PromptMode[];
export const questions = [
  'confirm-quit',
  'confirm-clear',
  'confirm-control',
] as const satisfies readonly QuestionMode[];
/** Modes in which a key that is bound to nothing there means what it does in the panes. */
const seeThrough: readonly Mode[] = ['panes', 'reading', 'filters', 'save', 'replay'];

const ofOverlay: Readonly<Record<Overlay, Mode>> = {
  help: 'reading',
  explain: 'reading',
  comparison: 'reading',
  doctor: 'reading',
  qr: 'reading',
  stats: 'reading',
  detail: 'panes',
  filters: 'filters',
  save: 'save',
  replay: 'replay',
  replaying: 'replaying',
  'confirm-quit': 'confirm-quit',
  'confirm-clear': 'confirm-clear',
  'confirm-control': 'confirm-control',
};

/** Every mode. */
export const modes: readonly Mode[] = [...new Set<Mode>([...Object.values(ofOverlay), ...prompts])];

export function modeOf({typing, searching, palette, noting, overlay}: ViewState): Mode {
  if (typing) return 'filter';
  if (searching) return 'search';
  if (palette) return 'palette';
  if (noting) return 'note';
  return overlay ? ofOverlay[overlay] : 'panes';
}

export function isPrompt(mode: Mode): mode is PromptMode {
  return prompts.some(each => each === mode);
}

export function isQuestion(mode: Mode): mode is QuestionMode {
  return questions.some(each => each === mode);
}

export function isList(mode: Mode): mode is List {
  return mode === 'filters' || mode === 'save' || mode === 'replay';
}

/** Whether the panes' keys hold here too, where they mean nothing else. */
export function seesThrough(mode: Mode): boolean {
  return seeThrough.includes(mode);
}
