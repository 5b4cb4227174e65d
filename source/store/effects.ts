import type {Note} from '../call/observation.js';
import type {Excerpt} from './excerpt.js';
import type {RecordedWebhook, ReplaySpeed} from './replayed/replayed.js';
import type {SaveFormat} from './save-formats.js';
import type {ControlRequest, NccoFor} from './wanted.js';

/** What a key asks of the clipboard, the disk or the network; `run/effects.ts` carries it out. */
export type Effect =
  | {type: 'quit'; interrupted?: boolean}
  | {type: 'suspend'}
  | {type: 'redraw'}
  | {type: 'save'; format: SaveFormat; excerpt: Excerpt; file?: string}
  | {type: 'copy'; what: string; text: string}
  | {type: 'copyEvent'; row: number; as: 'json' | 'curl'}
  | {type: 'note'; note: Note}
  | {type: 'pager'}
  | {type: 'resend'; webhooks: readonly RecordedWebhook[]}
  /** The body is edited before. */
  | {type: 'edit'; webhooks: readonly RecordedWebhook[]}
  | {type: 'replay'; webhooks: readonly RecordedWebhook[]; speed: ReplaySpeed}
  /** What is to become of the next webhook of a replay; `end` stops it. */
  | {type: 'replay-turn'; turn: 'send' | 'skip' | 'end'}
  | {type: 'inspect'; conversation: string}
  | {type: 'examine'}
  /** Reads a bus again from then on, ms since the epoch; all of it without. */
  | {type: 'read-anew'; since?: number}
  /** What is read again is wanted no more. */
  | {type: 'leave-anew'}
  | {type: 'simulate'; scenario?: string}
  | ControlRequest
  /** Hangs these legs up, and quits. */
  | {type: 'hang-up-and-quit'; legs: readonly string[]}
  /** Reads an NCCO, from a file or as it is written, and checks it. */
  | {type: 'load-ncco'; written: string; purpose: NccoFor};
