import * as z from 'zod';

/** What a snapshot and a leg's line say of its WebSocket. Inside, times are ms since it opened, lengths ms, levels dBFS, shares from 0 to 1. */

const stamp = z.iso.datetime({precision: 3});
const text = z.string().nullable();
const since = z.number().describe('ms since the WebSocket opened');
const length = z.number().describe('ms');
const dbfs = z.number().optional().describe('dBFS: 0 is full scale; absent where nothing came');

const lane = z.object({
  frames: z.number(),
  bytes: z.number(),
  firstAt: since.optional(),
  firstSoundAt: since.optional().describe('the first frame that was not silent'),
  lastAt: since.optional(),
  pace: z.number().optional().describe('frames a second, lately'),
  rate: z.number().optional().describe('samples a second, lately'),
  jitter: length.describe('ms, as RTP has it (RFC 3550, 6.4.1)'),
  gaps: z.number().describe('times without a frame longer than 60 ms'),
  longestGap: length,
  level: dbfs,
  peak: dbfs,
  floor: dbfs.describe('dBFS: the level between words'),
  clipped: z.number().describe('share of all samples at full scale'),
  silent: z.number().describe('share of the time'),
  spoken: length.describe('ms; of the application, what was played'),
  unclear: z.number().describe('times that somebody may have spoken, too close to the noise to tell'),
  odd: z.number().describe('frames that are no 20 ms of audio'),
  firstOdd: z
    .object({
      at: since,
      size: z.number().describe('bytes'),
      due: z.number().describe('bytes of 20 ms'),
      start: z.string().describe('its first bytes, in hexadecimal'),
      looksLike: z.enum(['a WAV file', 'an MP3 file', 'an Ogg file', 'JSON', 'base64']).optional(),
    })
    .optional(),
});

const queue = z.object({
  ahead: length.describe('ms that wait at Vonage to be played, at the time of these figures'),
  most: length,
  error: z.number().optional().describe('ms that a notify last came back later than estimated'),
  roundTrip: z.number().optional().describe('ms, the shortest way to Vonage and back'),
  underruns: z.number().describe('times that speech broke off for want of audio'),
  starved: length.describe('ms that were missing then'),
  lost: z.number().describe('messages beyond those that Vonage keeps'),
  cleared: length.describe('ms that clear threw away'),
  unasked: z.number().describe('times that it did so though nobody had spoken'),
});

const figures = z
  .object({
    at: since.describe('up to when, ms since the WebSocket opened'),
    vonage: lane.describe('what Vonage sent: what is heard on the phone'),
    application: lane.describe('what the application sent: its agent'),
    queue,
    final: z.literal(true).optional().describe('the WebSocket is closed'),
  })
  .describe('what was measured last');

const turn = z.object({
  from: since.describe('when the caller began to speak, ms since the WebSocket opened'),
  to: since.describe('when the caller stopped'),
  sentAt: since.describe('when the agent’s audio came'),
  heardAt: since.describe('when it was played'),
  latency: length.describe('ms from to until heardAt'),
  inApplication: length,
  inQueue: length.describe('ms of it that audio waited at Vonage behind older audio'),
});

const bargeIn = z.object({
  at: since.describe('when the caller began to speak over the agent, ms since the WebSocket opened'),
  to: since,
  clearAt: since.optional(),
  clearedAt: since.optional(),
  silentAt: since.describe('when the agent was silent'),
  thrownAway: length,
});

export const mediaSchema = z
  .object({
    socket: z.string().describe('names the WebSocket'),
    path: text,
    to: text.describe('where the application is'),
    openedAt: stamp.nullable(),
    handshakeMs: z.number().nullable(),
    connectedAt: stamp.nullable().describe('when websocket:connected came'),
    contentType: text,
    knownBy: z.enum(['uri', 'headers', 'ringing']).nullable().describe('what told which leg it is of'),
    refused: z
      .object({
        at: stamp,
        by: z.enum(['application', 'monitor']),
        status: z.number().nullable(),
        code: z.string(),
        text: z.string(),
      })
      .nullable(),
    closed: z
      .object({
        at: stamp,
        by: z.enum(['vonage', 'application', 'monitor']),
        code: z.number().nullable().describe('null: without a close frame, which the far side sees as 1006'),
        reason: text,
        unplayedMs: z.number().nullable().describe('what was sent to be played and was not'),
      })
      .nullable(),
    unreadable: text.describe('from then on it was not looked at'),
    figures: figures.nullable(),
    turns: z.object({
      count: z.number(),
      p50: z.number().nullable().describe('ms from the end of what the caller said to the agent being heard'),
      p95: z.number().nullable(),
      worst: z.number().nullable(),
      all: z.array(turn).describe('the last thousand'),
    }),
    bargeIns: z.array(bargeIn),
    levels: z
      .array(z.object({from: since, vonage: z.string(), application: z.string()}))
      .optional()
      .describe(
        'a letter for each tenth of a second: @ is silence, each letter behind it 2 dB more, _ full scale; in snapshots',
      ),
  })
  .describe('the WebSocket of the leg, where it passed the monitor; its texts, turns and end are events as well');

export type SnapshotMedia = z.infer<typeof mediaSchema>;
