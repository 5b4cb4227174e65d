import type {ReplaySpeed} from './replayed.js';

/** The paces of a replay, in the order of the list to choose from. */
export const replaySpeeds: readonly {speed: ReplaySpeed; name: string; holds: string}[] = [
  {speed: 'max', name: 'at once', holds: 'each as soon as the one before is answered'},
  {speed: 10, name: '×10', holds: 'a tenth of the gaps that there were'},
  {speed: 1, name: '×1', holds: 'the gaps that there were, none longer than a minute'},
  {speed: 'step', name: 'step', holds: 'each when you say so'},
];
