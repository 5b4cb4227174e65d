import {closedText, sides} from '../call/sides.js';
import {clock, span} from '../text/time.js';
import type {SnapshotMedia} from './media-schema.js';
import type {ReportTable} from './report-table.js';
import type {SnapshotConversation} from './snapshot-schema.js';

/** What a report says of the WebSockets of a call: what became of each, what was measured, and its turns. */

export function sockets(call: SnapshotConversation): ReportTable {
  return {
    title: 'WebSockets',
    header: ['leg', 'path', 'audio', 'open for', 'end', 'turns', 'median', 'p95', 'worst', 'interrupted', 'not heard'],
    rows: mediaOf(call).map(({label, media}) => {
      const {openedAt, closed, path, contentType, turns, bargeIns} = media;
      const lasted = openedAt && closed ? span(Date.parse(closed.at) - Date.parse(openedAt)) : '';
      return [
        label,
        path ?? '',
        contentType ?? '',
        lasted,
        endOf(media),
        String(turns.count || ''),
        spanOf(turns.p50),
        spanOf(turns.p95),
        spanOf(turns.worst),
        String(bargeIns.length || ''),
        spanOf(closed?.unplayedMs ?? null),
      ];
    }),
  };
}

function endOf({refused, closed}: SnapshotMedia): string {
  if (refused) return `refused by ${sides[refused.by]}: ${refused.status ?? refused.code}`;
  if (!closed) return '';
  return closedText(closed);
}

/** What each side sent. */
export function audio(call: SnapshotConversation): ReportTable {
  return {
    title: 'Audio of WebSockets (pace, level and peak: of the last seconds)',
    header: [
      ...['leg', 'of', 'frames', 'a second', 'jitter', 'gaps', 'longest', 'level', 'peak', 'silent', 'spoken'],
      ...['clipped', 'wrong size', 'most ahead', 'broke off', 'cleared', 'lost'],
    ],
    rows: mediaOf(call).flatMap(({label, media: {figures}}) => {
      if (!figures) return [];
      const {queue} = figures;
      const ofQueue = [spanOf(queue.most), some(queue.underruns), spanOf(queue.cleared || null), some(queue.lost)];
      return (['vonage', 'application'] as const).map(side => {
        const {frames, pace, jitter, gaps, longestGap, level, peak, silent, spoken, clipped, odd} = figures[side];
        return [
          label,
          side === 'vonage' ? 'caller' : 'agent',
          String(frames),
          pace?.toFixed(1) ?? '',
          `${jitter.toFixed(1)} ms`,
          some(gaps),
          gaps > 0 ? span(longestGap) : '',
          level === undefined ? '' : `${Math.round(level)} dB`,
          peak === undefined ? '' : `${Math.round(peak)} dB`,
          `${Math.round(silent * 100)} %`,
          spanOf(spoken || null),
          clipped > 0.001 ? `${(clipped * 100).toFixed(1)} %` : '',
          some(odd),
          ...(side === 'application' ? ofQueue : ofQueue.map(() => '')),
        ];
      });
    }),
  };
}

/** From the end of what the caller said to the agent being heard. */
export function turns(call: SnapshotConversation): ReportTable {
  return {
    title: 'Turns',
    header: ['leg', 'caller stopped', 'agent heard', 'latency', 'in the application', 'waiting at Vonage'],
    rows: mediaOf(call).flatMap(({label, media}) => {
      const opened = media.openedAt === null ? undefined : Date.parse(media.openedAt);
      const at = (ms: number) => (opened === undefined ? '' : clock(opened + ms));
      return media.turns.all.map(({to, heardAt, latency, inApplication, inQueue}) => [
        ...[label, at(to), at(heardAt), span(latency), span(inApplication), span(inQueue)],
      ]);
    }),
  };
}

function mediaOf(call: SnapshotConversation): {label: string; media: SnapshotMedia}[] {
  return call.legs.flatMap(({label, media}) => (media ? [{label, media}] : []));
}

const spanOf = (ms: number | null): string => (ms === null ? '' : span(ms));
const some = (count: number): string => (count > 0 ? String(count) : '');
