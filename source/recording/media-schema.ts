import * as z from 'zod';
import type {MediaEvent} from '../call/media.js';

/** A time or a length of a socket's life, ms: a leg lasts two hours at most. */
const ms = z.number().min(-86_400_000).max(86_400_000);
const maybeMs = ms.optional();
const count = z.number().min(0).max(1e12);
const level = z.number().min(-200).max(20).optional();
const text = z.string().optional();
const status = z.int().min(0).max(999).optional();
const sender = z.enum(['vonage', 'application']);
const looks = ['a WAV file', 'an MP3 file', 'an Ogg file', 'JSON', 'base64'] as const;

const lane = z.object({
  frames: count,
  bytes: count,
  firstAt: maybeMs,
  firstSoundAt: maybeMs,
  lastAt: maybeMs,
  pace: count.optional(),
  rate: count.optional(),
  jitter: ms,
  gaps: count,
  longestGap: ms,
  level,
  peak: level,
  floor: level,
  clipped: z.number(),
  silent: z.number(),
  spoken: ms,
  unclear: count,
  odd: count,
  firstOdd: z
    .object({at: ms, size: count, due: count, start: z.string(), looksLike: z.enum(looks).optional()})
    .optional(),
});

export const mediaStrip = z.object({from: ms, vonage: z.string().max(1000), application: z.string().max(1000)});

/** What was measured last, without the levels until then. */
export const mediaFigures = z.object({
  at: ms,
  vonage: lane,
  application: lane,
  queue: z.object({
    ahead: ms,
    most: ms,
    error: maybeMs,
    roundTrip: maybeMs,
    underruns: count,
    starved: ms,
    lost: count,
    cleared: ms,
    unasked: count,
  }),
  final: z.literal(true).optional(),
});
const figures = mediaFigures.extend({strip: mediaStrip.optional()});

const turn = z.object({from: ms, to: ms, sentAt: ms, heardAt: ms, latency: ms, inApplication: ms, inQueue: ms});
const bargeIn = z.object({at: ms, to: ms, clearAt: maybeMs, clearedAt: maybeMs, silentAt: ms, thrownAway: ms});

/** What may be in a recording of something that happened on a WebSocket, each number with its bounds. */
export const mediaEvent = z.discriminatedUnion('kind', [
  z.object({kind: z.literal('open'), path: z.string(), ms, to: text, protocol: text}),
  z.object({
    kind: z.literal('refused'),
    path: z.string(),
    by: z.enum(['application', 'monitor']),
    status,
    ms,
    code: z.string(),
    text: z.string(),
  }),
  z.object({kind: z.literal('leg'), by: z.enum(['uri', 'headers', 'ringing'])}),
  z.object({kind: z.literal('unclear'), among: z.array(z.string())}),
  z.object({
    kind: z.literal('text'),
    from: sender,
    body: z.string(),
    cut: count.optional(),
    word: z.string().optional(),
    left: count.optional(),
  }),
  z.object({kind: z.literal('figures'), figures}),
  z.object({kind: z.literal('turn'), turn}),
  z.object({kind: z.literal('barge-in'), bargeIn}),
  z.object({kind: z.literal('audio'), file: z.string()}),
  z.object({kind: z.literal('audio-stopped'), text: z.string()}),
  z.object({kind: z.literal('unreadable'), text: z.string()}),
  z.object({
    kind: z.literal('close'),
    by: z.enum(['vonage', 'application', 'monitor']),
    code: z.int().min(0).max(65_535).optional(),
    reason: text,
    at: ms,
    unplayed: maybeMs,
    left: count.optional(),
  }),
]) satisfies z.ZodType<MediaEvent>;
