import type {Resent} from '../../call/observation.js';
import type {Model} from '../model.js';
import {resentOfRow} from '../replayed/recorded-webhooks.js';
import type {DetailRow} from './row.js';

/** The last time that a webhook of an event was sent to the application again: its answer beside the one of then, and where they differ. */
export function replayedRows({world, payloads}: Model, row: number): DetailRow[] {
  const [last] = resentOfRow(world, row).slice(-1);
  if (last === undefined) return [];
  const observation = payloads.get(last);
  if (observation?.source !== 'control' || !observation.resent) return [{kind: 'note', text: '…'}, {kind: 'blank'}];
  const {resent} = observation;
  const {log} = world;
  const status = log.replyStatus[row];
  const before = status ? {status, ms: log.replyMs[row] ?? 0} : undefined;
  return [
    {kind: 'replayed', resent, before},
    ...(resent.differences ?? []).map((difference): DetailRow => ({kind: 'answerDiffers', difference})),
    ...notesOf(resent).map((text): DetailRow => ({kind: 'note', text})),
    {kind: 'blank'},
  ];
}

function notesOf({failure, edited, outcome}: Resent): string[] {
  return [
    ...(failure ? [failure.text] : []),
    ...(outcome === 'alike' ? ['The answer is that of then.'] : []),
    ...(edited === undefined ? [] : ['Its body was changed before.']),
  ];
}
