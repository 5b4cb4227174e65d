import type {BargeIn, Figures, LegBy, MediaEvent, Strip, Turn} from '../call/media.js';

/** What is known of one WebSocket. Times are ms since the epoch, but for those that were measured, which are ms since it opened. */
export type Socket = {
  id: string;
  /** `''` while it is not known of which. */
  conversation: string;
  leg?: string;
  /** What told so; or the conversations that it may be of. */
  by?: LegBy;
  among?: readonly string[];
  /** Path and query that were asked for, and where they led to. */
  path?: string;
  to?: string;
  openedAt?: number;
  handshake?: number;
  /** When `websocket:connected` came, and which audio it promised. */
  connectedAt?: number;
  contentType?: string;
  refused?: Occurrence & Extract<MediaEvent, {kind: 'refused'}>;
  closed?: Occurrence & Omit<Extract<MediaEvent, {kind: 'close'}>, 'at'>;
  unreadable?: Occurrence & {text: string};
  /** The file into which both sides are written, and why they are not any more. */
  audio?: {file?: string; stopped?: string};
  /** The newest figures, and what was heard until then. */
  figures?: Figures;
  strips: readonly Strip[];
  /** The newest ones, by when the caller had spoken. */
  turns: readonly (Turn & {row: number})[];
  bargeIns: readonly (BargeIn & {row: number})[];
  /** Texts that were nothing that this side says: how many, and the row of the first. */
  unknown?: {count: number; row: number; from: 'vonage' | 'application'; isJson: boolean};
  firstSeenAt: number;
  /** The rows that tell of it, as they came. Shared and growing. */
  rows: number[];
};

/** Where and when a WebSocket was opened: what it is told apart by where no leg is known. */
export type SocketPlace = Pick<Socket, 'path' | 'openedAt' | 'firstSeenAt'>;

/** Where a WebSocket was asked for, without the query, which says whose it is and may hold what is nobody's business. */
export const barePath = (path: string): string => path.split('?', 1)[0] ?? '';

/** That something happened, when, and the row that tells of it. */
export type Occurrence = {seenAt: number; row: number};
