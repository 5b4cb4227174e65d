import type {Excerpt} from './excerpt.js';
import type {SaveFormat} from './save-formats.js';

/** What a key asks of the world outside the store; carried out by whoever wired the store up. */
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
