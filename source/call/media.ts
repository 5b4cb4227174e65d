/**
 * What passes over the WebSocket of a leg, and what was measured of it. Times are ms since the socket opened, lengths ms, levels dBFS (0 is full scale,
 * silence is below -60), shares from 0 to 1.
 */

/** Who sent it: Vonage, which calls (what is heard on the phone), or the application, which was called (what its agent says). */
export type Sender = 'vonage' | 'application';

/** What one side sent as audio. */
export type AudioFigures = {
  frames: number;
  bytes: number;
  /** When its first frame came, the first that was not silent, and the last. */
  firstAt?: number;
  firstSoundAt?: number;
  lastAt?: number;
  /** Frames and samples a second, since the figures before these, while they came; absent where too few did, or all at once. */
  pace?: number;
  rate?: number;
  /** How unevenly frames came, as RTP has it (RFC 3550, 6.4.1). */
  jitter: number;
  /** Times without a frame that were longer than 60 ms, and the longest. What an application leaves out for more than a second is a pause that was meant. */
  gaps: number;
  longestGap: number;
  /** Level and loudest sample since the figures before these; absent where nothing came. */
  level?: number;
  peak?: number;
  /** The level that it has between words, where that could be told from them. */
  floor?: number;
  /** How much of all samples was at full scale, and how much of the time was silent. */
  clipped: number;
  silent: number;
  /** How long was spoken; of the application, what was played. */
  spoken: number;
  /** How often somebody may have spoken, but not far enough above the noise to tell: no turn is told of that. */
  unclear: number;
  /** Frames of another size than 20 ms have, or that begin a file instead of samples, and the first of them. */
  odd: number;
  firstOdd?: OddFrame;
};

/** A frame that is no 20 ms of audio. Vonage ends the leg on a wrong size (close code 1006); a file of the right size is heard as noise. */
export type OddFrame = {
  at: number;
  /** Bytes: what it has, and what 20 ms have. */
  size: number;
  due: number;
  /** Its first bytes, in hexadecimal, and what they look like. */
  start: string;
  looksLike?: 'a WAV file' | 'an MP3 file' | 'an Ogg file' | 'JSON' | 'base64';
};

/** What waits at Vonage to be played: applications send faster than people listen. */
export type Queue = {
  /** What is ahead now, and the most that was. */
  ahead: number;
  most: number;
  /** How much later than estimated (below 0: earlier) a `notify` last came back: that is when what was sent before it had been played. */
  error?: number;
  /** The shortest way to Vonage and back, as its answers tell; `error` is without it. */
  roundTrip?: number;
  /** How often it ran empty in the middle of speech, and what was missing in all. */
  underruns: number;
  starved: number;
  /** Messages beyond the 3,072 that Vonage keeps. */
  lost: number;
  /** What `clear` threw away, and how often it did so though nobody had spoken. */
  cleared: number;
  unasked: number;
};

/** What was measured up to some time; `final` where the socket is closed. */
export type Figures = {
  at: number;
  vonage: AudioFigures;
  application: AudioFigures;
  queue: Queue;
  strip?: Strip;
  final?: true;
};

/** The level of each side over time, a letter for each tenth of a second from `from` on: `@` is silence, each letter behind it 2 dB more, `_` full scale. */
export type Strip = {from: number} & Record<Sender, string>;

/** A meter as it stands now: levels, and what waits at Vonage to be played. */
export type Meter = {
  vonage?: number;
  application?: number;
  queueAhead: number;
  vonageSpeaks: boolean;
  applicationSpeaks: boolean;
  /** What has been drawn since the last figures. */
  strip?: Strip;
};

/** From the end of what the caller said to the moment when the agent is heard. */
export type Turn = {
  /** When the caller began and stopped to speak. */
  from: number;
  to: number;
  /** When the agent's audio came, and when it was played. */
  sentAt: number;
  heardAt: number;
  /** `heardAt` - `to`; of that, what the application took, and what waited at Vonage behind older audio. */
  latency: number;
  inApplication: number;
  inQueue: number;
};

/** The caller spoke while the agent was heard. */
export type BargeIn = {
  /** When the caller began, and stopped. */
  at: number;
  to: number;
  /** When `clear` was sent and `cleared` came back; absent where not. */
  clearAt?: number;
  clearedAt?: number;
  /** When the agent was silent. */
  silentAt: number;
  /** What of the agent's audio was never heard. */
  thrownAway: number;
};

/** One thing that happened on a socket. */
export type MediaEvent =
  | {
      kind: 'open';
      /** Path and query that were asked for. */
      path: string;
      /** What the handshake took. */
      ms: number;
      /** The application's own place, such as `http://127.0.0.1:5000`; absent where the monitor is the far end. */
      to?: string;
      protocol?: string;
    }
  /** The handshake failed; `by` whom, and with which status where there was an answer. */
  | {
      kind: 'refused';
      path: string;
      by: 'application' | 'monitor';
      status?: number;
      ms: number;
      code: string;
      text: string;
    }
  /** It became known which leg it is of. */
  | {kind: 'leg'; by: LegBy}
  /**
   * `cut`: bytes that it had, where `body` is the beginning, and `word`: its event or action, where it was JSON (empty where it had neither); `left`:
   * how many came before it, too many to be kept.
   */
  | {kind: 'text'; from: Sender; body: string; cut?: number; word?: string; left?: number}
  /** It may be of any of these conversations: nothing tells of which. */
  | {kind: 'unclear'; among: readonly string[]}
  | {kind: 'figures'; figures: Figures}
  | {kind: 'turn'; turn: Turn}
  | {kind: 'barge-in'; bargeIn: BargeIn}
  /** Both sides are written into this file from now on; or not any more, and why. Somebody asked for it. */
  | {kind: 'audio'; file: string}
  | {kind: 'audio-stopped'; text: string}
  /** It goes on, but is not looked at any more. */
  | {kind: 'unreadable'; text: string}
  | {
      kind: 'close';
      /** Who closed it. */
      by: Sender | 'monitor';
      /** The close code; absent where the connection ended without one, which the far side sees as 1006. */
      code?: number;
      reason?: string;
      at: number;
      /** What was sent to be played and was not; how many texts there were since the last one that was kept. */
      unplayed?: number;
      left?: number;
    };

/** What told which leg a socket is of. */
export type LegBy = 'uri' | 'headers' | 'ringing';

/** Is told of every WebSocket that Vonage tries here, and sees what passes over those that open. May throw: then nobody looks at that socket. */
export type SocketWatch = {
  opened(opened: OpenedSocket): SocketTap;
  refused(refused: RefusedSocket): void;
};

export type OpenedSocket = {
  /** Path and query that were asked for. */
  path: string;
  /** ms that the handshake took. */
  ms: number;
  /** The application's scheme, host and port. */
  to?: string;
  /** Subprotocol and extensions that both sides agreed upon, as the application answered. */
  protocol?: string;
  extensions?: string;
};

export type RefusedSocket = {
  path: string;
  ms: number;
  by: 'application' | 'monitor';
  status?: number;
  code: string;
  text: string;
};

/** Looks at the bytes of one WebSocket. */
export type SocketTap = {
  /** These were passed on; the buffer is still on its way, so it must not be changed. */
  passed(from: Sender, bytes: Buffer): void;
  /** Whether what a side sent ended with the end of a frame, so that another may follow; false where that is not known. */
  isWhole(from: Sender): boolean;
  /** The connection is over; `by` whoever let go of it first, and why where there is more to say. */
  ended(by: Sender | 'monitor', reason?: string): void;
};

/** What the monitor itself does at the far end of a WebSocket that no application takes: says back what it hears, only hears, or plays a WAV file. */
export type FarEndPlan = {kind: 'echo' | 'sink'} | {kind: 'play'; file: string};
