/** What is measured of calls, in the order in which it is shown. All are ms. */
export const measures = ['postDial', 'ring', 'talk', 'answer', 'webhook', 'turn'] as const;
export type Measure = (typeof measures)[number];

/** What calls may be put together by. */
export const groupings = ['hour', 'day', 'number', 'application', 'outcome', 'recording'] as const;
export type Grouping = (typeof groupings)[number];
