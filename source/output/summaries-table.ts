import {clock, span} from '../text/time.js';
import type {CallSummary} from './call-summary-schema.js';
import {type Column, tableText} from './table.js';

const columns: readonly Column<CallSummary>[] = [
  {title: 'when', of: ({startedAt}) => `${startedAt.slice(0, 10)} ${clock(Date.parse(startedAt)).slice(0, 8)}`},
  {title: 'outcome', of: ({status, state}) => status ?? state},
  {title: 'talk', of: ({talkMs}) => (talkMs === null ? '–' : span(talkMs)), align: 'right'},
  {title: 'dir', of: ({direction}) => (direction === null ? '–' : direction === 'inbound' ? 'in' : 'out')},
  // As in the screen's list of calls.
  {title: '!', of: ({problems}) => (problems > 0 ? String(problems) : '–'), align: 'right'},
  {title: 'from', of: ({from}) => from ?? '–', most: 24},
  {title: 'to', of: ({to}) => to ?? '–', most: 24, isCut: true},
  {title: 'call', of: ({conversation}) => conversation, most: 64, isBelow: true},
  {title: 'what became of it', of: ({ending}) => ending, most: 160, isBelow: true, isCut: true},
];

/** Calls as a table, one a line, by day and time in UTC; where that is longer than `width`, a line more each. */
export const summariesTable = (all: readonly CallSummary[], width?: number): string => tableText(columns, all, width);
