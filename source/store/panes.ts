/** Where a pane stands, as far as that does not depend on what is in it. */
export type Pane = {
  /** Its third of a narrow screen; of panes that share one, the focused pane has it, else the first. */
  third: 'top' | 'middle' | 'bottom';
  /** Its column of a wide screen. */
  column: 'left' | 'middle' | 'right';
  /** What it takes of its column, borders included: at least so many rows, at most this share. Without it, what the others leave. */
  share?: {least: number; most: number};
};

const table = {
  calls: {third: 'top', column: 'left'},
  legs: {third: 'middle', column: 'middle', share: {least: 5, most: 0.35}},
  events: {third: 'bottom', column: 'middle'},
  members: {third: 'middle', column: 'left', share: {least: 4, most: 0.25}},
  session: {third: 'top', column: 'left', share: {least: 4, most: 0.3}},
  problems: {third: 'bottom', column: 'left', share: {least: 4, most: 0.25}},
  detail: {third: 'bottom', column: 'right'},
  ncco: {third: 'bottom', column: 'right', share: {least: 4, most: 0.4}},
} as const satisfies Record<string, Pane>;

export type PaneId = keyof typeof table;

/** The panes, in the order of the digits that lead to them; what they hold is in contents.ts, how they are drawn in screen/panes.ts. */
export const panes: Readonly<Record<PaneId, Pane>> = table;
export const paneIds = Object.keys(table) as readonly PaneId[];
