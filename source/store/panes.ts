/** Where a pane stands, as far as that does not depend on what is in it. */
export type Pane = {
  /** Its third of a narrow screen; of panes that share one, the focused pane has it, else the first. */
  third: 'top' | 'middle' | 'bottom';
  /** Its column of a wide screen. */
  column: Column;
  /** With less than so many rows, as far as it holds them, it is left out of a column of a low screen. */
  useful: number;
  /** How many rows it has for each row of the others, while they have less than they hold. */
  weight: number;
  /** It has what the others of its column leave, because it may hold more than can be told beforehand; else the heaviest has. */
  fills?: true;
};

export type Column = 'left' | 'aside' | 'middle' | 'right';

const table = {
  calls: {third: 'top', column: 'left', useful: 2, weight: 2},
  legs: {third: 'middle', column: 'middle', useful: 3, weight: 3},
  events: {third: 'bottom', column: 'middle', useful: 3, weight: 6, fills: true},
  members: {third: 'middle', column: 'left', useful: 2, weight: 1},
  session: {third: 'top', column: 'aside', useful: 3, weight: 1},
  problems: {third: 'bottom', column: 'aside', useful: 3, weight: 2},
  detail: {third: 'bottom', column: 'right', useful: 4, weight: 2, fills: true},
  ncco: {third: 'bottom', column: 'right', useful: 2, weight: 1},
} as const satisfies Record<string, Pane>;

export type PaneId = keyof typeof table;

/** The panes, in the order of the digits that lead to them; what they hold is in contents.ts, how they are drawn in screen/panes.ts. */
export const panes: Readonly<Record<PaneId, Pane>> = table;
export const paneIds = Object.keys(table) as readonly PaneId[];
