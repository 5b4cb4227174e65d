import type {Model} from './model.js';

/** Whether calls arrive in this program itself, rather than in a recording or in a monitor elsewhere. */
export const listensHere = ({mode}: Pick<Model, 'mode'>): boolean => mode === 'live' || mode === 'demo';

/** Why a screen that only looks at a monitor elsewhere does not do this; undefined on every other. */
export const onlyLooks = ({attachedTo, bus}: Pick<Model, 'attachedTo' | 'bus'>): string | undefined =>
  attachedTo &&
  (bus === undefined
    ? `This screen only looks at the monitor at ${attachedTo}: that can be done there.`
    : `This screen only looks at what monitors publish to ${attachedTo}: that can be done where they run.`);
