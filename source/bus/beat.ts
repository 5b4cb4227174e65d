import * as z from 'zod';
import {RECORDING_ID} from '../recording/id.js';
import {jsonIn} from '../text/json-in.js';
import type {Names} from './published.js';
import {quoted} from './wire.js';

// A listener says that it is there every few seconds, to whoever looks just now: no stream takes these subjects.

/** How often, ms. */
export const BEAT_EVERY = 10_000;

/** What a listener says of itself. */
export type Beat = Names & {
  /** The id of what it records: several monitors of one machine may have the same name. */
  recording: string;
  /** When it says so, by its own clock, ms since the epoch. */
  at: number;
  /** How long the oldest observation waits that is not on the bus yet, ms; 0 where none does. */
  behindMs: number;
  version: string;
  /** It ends: it will not be heard again. */
  isOver: boolean;
};

const SCHEMA = 'convo-monitor/here@1';

/** Bytes of one that are read: many more than one of ours has. */
const LONGEST = 2048;

const ROOT = 'convo-here';

/** What listeners of a team say that, or all of one name. */
export const beatSubjects = ({team = '*', application = '*', listener = '*'}: Partial<Names>): string =>
  `${ROOT}.${team}.${application}.${listener}`;

/** All of them, of a team or of all. */
export const allBeats = (team?: string): string => (team === undefined ? `${ROOT}.>` : `${ROOT}.${team}.>`);

const shape = z.object({
  schema: z.literal(SCHEMA),
  recording: z.string().regex(RECORDING_ID),
  at: z.int().min(0),
  behindMs: z.number().min(0),
  version: z.string().max(64),
  over: z.boolean().optional(),
});

/** As it is sent. */
export function beatMessage({team, application, listener, recording, at, behindMs, version, isOver}: Beat) {
  const said = {schema: SCHEMA, recording, at, behindMs, version, ...(isOver && {over: true})} satisfies z.input<
    typeof shape
  >;
  return {subject: beatSubjects({team, application, listener}), body: JSON.stringify(said)};
}

/** Reads one, whoever sent it; in words that continue "A message …" why it is none. */
export function beatIn({subject, body}: {subject: string; body: Uint8Array}): Beat | string {
  const [, team, application, listener] = SUBJECT.exec(subject) ?? [];
  if (team === undefined || application === undefined || listener === undefined)
    return `has a subject that no monitor uses: ${quoted(subject)}`;
  if (body.length > LONGEST) return `holds ${body.length} bytes, and ${LONGEST} are read at most`;
  const read = shape.safeParse(jsonIn(Buffer.from(body).toString('utf8')));
  if (!read.success) return `is not ${SCHEMA}`;
  const {schema: _, over = false, ...said} = read.data;
  return {team, application, listener, ...said, isOver: over};
}

const SUBJECT = /^convo-here\.([\w-]{1,64})\.([\w-]{1,64})\.([\w-]{1,64})$/;
