import type {RecordingSummary} from '../call/recording-summary.js';
import {jsonText} from '../text/json.js';
import {maskNumbers} from '../text/numbers.js';
import {sizeText} from '../text/size.js';
import {iso, span} from '../text/time.js';
import {maskValue} from './mask.js';
import {type Column, tableText} from './table.js';

/** A recording as a list shows it: of what it holds, as much as is known without reading all of it. */
export type ListedRecording = Partial<RecordingSummary> & {
  file: string;
  name: string;
  bytes: number;
  /** When it was written to last, ms since the epoch. */
  writtenAt: number;
  /** A monitor is writing it now. */
  isLive: boolean;
};

/** Where nobody knows without reading on. */
const UNKNOWN = '…';

const columns: readonly Column<ListedRecording>[] = [
  {title: 'when', of: whenText},
  {
    title: 'how long',
    of: ({startedAt, endedAt}) => known(startedAt, from => span((endedAt ?? from) - from)),
    align: 'right',
  },
  {title: 'calls', of: callsText, align: 'right'},
  {title: 'parties', of: partiesText, most: 40, isBelow: true},
  {title: 'outcome', of: outcomeText, most: 28},
  {title: 'problems', of: problemsText},
  {title: 'size', of: ({bytes}) => sizeText(bytes), align: 'right'},
  {title: 'recording', of: ({name}) => name, isBelow: true},
];

const known = <Value>(value: Value | undefined, text: (value: Value) => string): string =>
  value === undefined ? UNKNOWN : text(value);

/** Day and time of the machine's zone, to the minute. */
function whenText({startedAt, writtenAt}: ListedRecording): string {
  const at = new Date(startedAt ?? writtenAt);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

function callsText({calls, isLive}: ListedRecording): string {
  const count = known(calls, String);
  return isLive ? `${count} live` : count;
}

function partiesText({parties}: ListedRecording): string {
  return known(parties, ([first = '–', ...more]) => (more.length > 0 ? `${first}, …` : first));
}

/** `completed`, or of several calls `12 completed, 3 busy`, the most frequent first. */
export function outcomeText({outcomes, calls}: Pick<ListedRecording, 'outcomes' | 'calls'>): string {
  return known(outcomes, all => {
    const words = Object.entries(all).sort(([, a], [, b]) => b - a);
    if (calls === 1) return words[0]?.[0] ?? '–';
    return words.map(([word, count]) => `${count} ${word}`).join(', ') || '–';
  });
}

function problemsText({errors, warnings}: ListedRecording): string {
  if (errors === undefined || warnings === undefined) return UNKNOWN;
  const said = [
    errors > 0 && `${errors} error${errors === 1 ? '' : 's'}`,
    warnings > 0 && `${warnings} warning${warnings === 1 ? '' : 's'}`,
  ];
  return said.filter(Boolean).join(', ') || '–';
}

/** Recordings as a list to pick from, by their files: the preview has what the columns have no room for. */
export function recordingPicks(all: readonly ListedRecording[]) {
  const shown = columns.filter(({isBelow}) => !isBelow);
  return {
    columns: shown.map(({title, align}) => ({title, align})),
    all: all.map(listed => ({
      id: listed.file,
      cells: shown.map(({of}) => of(listed)),
      preview: [`${listed.name}${listed.isLive ? ' · a monitor is writing it now' : ''}`, ...previewOf(listed)],
    })),
  };
}

function previewOf({parties, endings}: ListedRecording): readonly string[] {
  if (parties === undefined || endings === undefined)
    return ['What it holds has not been read: that would take long. Enter opens it.'];
  return [parties.join(', '), ...endings];
}

/** Recordings as a table, one a line; where that is longer than `width`, a line more each. */
export function recordingsTable(
  all: readonly ListedRecording[],
  {width, mask = false}: {width?: number; mask?: boolean} = {},
): string {
  const shown = columns.map(column =>
    mask && column.of === partiesText
      ? {...column, of: (each: ListedRecording) => maskNumbers(partiesText(each))}
      : column,
  );
  return tableText(shown, all, width);
}

/** A recording for programs, but for its place on the disk: what is not known is null. */
export const recordingObject = (each: ListedRecording) => ({
  name: each.name,
  startedAt: iso(each.startedAt),
  endedAt: iso(each.endedAt),
  writtenAt: iso(each.writtenAt),
  live: each.isLive,
  calls: each.calls ?? null,
  openCalls: each.openCalls ?? null,
  parties: each.parties ?? null,
  outcomes: each.outcomes ?? null,
  endings: each.endings ?? null,
  errors: each.errors ?? null,
  warnings: each.warnings ?? null,
  bytes: each.bytes,
});

/** The same for scripts. */
export function recordingsJson(all: readonly ListedRecording[], {mask = false} = {}): string {
  const objects = all.map(each => ({
    file: each.file,
    ...recordingObject(each),
    observations: each.observations ?? null,
  }));
  return `${jsonText(mask ? maskValue(objects) : objects, 2)}\n`;
}
