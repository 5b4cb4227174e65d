import type {ReplaySpeed} from './replayed.js';

/** A pace of a replay, and what it is in the list to choose from; `hint` says that behind its word in the palette. */
type Pace = {speed: ReplaySpeed; name: string; holds: string; hint: string};

/** In the order of the list. */
export const replaySpeeds: readonly Pace[] = [
  {speed: 'max', name: 'at once', holds: 'each as soon as the one before is answered', hint: 'at once'},
  {speed: 10, name: '×10', holds: 'a tenth of the gaps that there were', hint: 'a tenth of the gaps'},
  {
    speed: 1,
    name: '×1',
    holds: 'the gaps that there were, none longer than a minute',
    hint: 'the gaps that there were',
  },
  {speed: 'step', name: 'step', holds: 'each when you say so', hint: 'each when you say so'},
];

/** As a pace is written in the palette: `max`, `10`. */
export const paceWord = ({speed}: Pace): string => String(speed);
