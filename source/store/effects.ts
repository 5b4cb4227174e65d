import type {Excerpt} from './excerpt.js';
import type {SaveFormat} from './save-formats.js';

/** What a key asks of the clipboard, the disk or the network; `run/effects.ts` carries it out. */
export type Effect =
  | {type: 'quit'; interrupted?: boolean}
  | {type: 'suspend'}
  | {type: 'redraw'}
  | {type: 'save'; format: SaveFormat; excerpt: Excerpt; file?: string}
  | {type: 'copy'; what: string; text: string}
  | {type: 'copyEvent'; row: number; as: 'json' | 'curl'}
  | {type: 'pager'}
  | {type: 'resend'; seqs: readonly number[]}
  | {type: 'inspect'; conversation: string}
  | {type: 'simulate'; scenario?: string};
