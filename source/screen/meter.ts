import type {Meter, Sender} from '../call/media.js';
import type {Role} from '../output/roles.js';
import {repeat, type Safe, safe} from '../text/printable.js';

/** Eighths of a cell. */
const EIGHTHS: readonly Safe[] = [safe`▁`, safe`▂`, safe`▃`, safe`▄`, safe`▅`, safe`▆`, safe`▇`, safe`█`];

export const meterRoles: Readonly<Record<Sender, Role>> = {vonage: 'info', application: 'live'};

/** What of a cell is filled, 0 or less for nothing, 1 or more for all; the lowest row of a lane shows silence as a line. */
export function partOf(share: number, isLowest: boolean): Safe | undefined {
  if (share <= 0) return isLowest ? EIGHTHS[0] : undefined;
  return EIGHTHS[Math.min(7, Math.max(0, Math.ceil(share * 8) - 1))];
}

/** How loud a level is, from 0 (-60 dBFS and below) to 1. */
const shareOf = (level: number | undefined): number =>
  level === undefined ? 0 : Math.max(0, Math.min(1, (level + 60) / 60));

const WIDTH = 10;

/** A level as a bar of ten cells. */
export function meterText(level: number | undefined): Safe {
  const filled = Math.round(shareOf(level) * WIDTH);
  return safe`${repeat(safe`█`, filled)}${repeat(safe`░`, WIDTH - filled)}`;
}

/** Both sides of a socket in two cells: caller, agent. */
export function meterCells({vonage, application}: Meter): [Safe, Safe] {
  const cell = (level: number | undefined) => partOf(shareOf(level), true) ?? safe` `;
  return [cell(vonage), cell(application)];
}
