/**
 * Every status a leg can have, from Vonage's webhook reference and what has been seen on real calls.
 *
 * `rank` orders them where two carry the same stamp, and says which one a leg is in: Vonage promises no order of
 * arrival, so a leg's status is the highest rank seen, never the last one received.
 */
export type Status = keyof typeof statuses;

export type StatusRow = {
  rank: number;
  phase: 'set-up' | 'ringing' | 'talking' | 'ended';
  /** No other status can follow. */
  final?: true;
  /** The leg ended without a conversation. */
  unhappy?: true;
  /** SIP codes that say the same more exactly; `any` where the word itself hardly says why the leg ended. */
  sipCodes?: readonly number[] | 'any';
  /** Its webhook may be answered with the next NCCO (webhook reference): always, or where `connect` has synchronous events. */
  takesNcco?: 'always' | 'synchronous';
  /** Stands beside the word, so that colour is never the only sign; one cell wide. */
  glyph: string;
  /** How good the news is, which decides the colour. */
  tone: 'info' | 'warn' | 'live' | 'good' | 'bad';
  /** One plain sentence. */
  meaning: string;
  /** What a developer does next; absent when there is nothing to do. */
  advice?: string;
};

const table = {
  started: {rank: 0, phase: 'set-up', glyph: '◌', tone: 'info', meaning: 'Vonage has begun to set up this leg.'},
  ringing: {rank: 1, phase: 'ringing', glyph: '◔', tone: 'warn', meaning: 'The phone at the other end is ringing.'},
  answered: {rank: 2, phase: 'talking', glyph: '●', tone: 'live', meaning: 'Somebody, or something, answered.'},
  human: {
    rank: 3,
    phase: 'talking',
    takesNcco: 'always',
    glyph: '●',
    tone: 'live',
    meaning: 'Machine detection heard a person.',
  },
  machine: {
    rank: 3,
    phase: 'talking',
    takesNcco: 'always',
    glyph: '●',
    tone: 'warn',
    meaning: 'Machine detection heard an answering machine.',
    advice: 'Wait for sub_state beep_start before leaving a message, or set machineDetection to hangup.',
  },
  disconnected: {
    rank: 4,
    phase: 'talking',
    takesNcco: 'always',
    glyph: '↷',
    tone: 'warn',
    meaning: 'Your application closed the WebSocket of this leg.',
    advice: 'Answer this webhook with an NCCO to go on, or end the leg through the Voice API to avoid it.',
  },
  busy: {
    rank: 5,
    phase: 'ended',
    takesNcco: 'synchronous',
    glyph: '✗',
    tone: 'bad',
    unhappy: true,
    sipCodes: [486, 600],
    meaning: 'The called party was busy.',
    advice:
      'Offer to call back later. If it is busy at every call, check the number: some carriers say busy for a wrong one.',
  },
  cancelled: {
    rank: 5,
    phase: 'ended',
    glyph: '✗',
    tone: 'warn',
    unhappy: true,
    sipCodes: [487],
    meaning: 'The caller gave up before anybody answered.',
    advice: 'Nothing is wrong with the application; a shorter ringing time or a greeting keeps callers on the line.',
  },
  timeout: {
    rank: 5,
    phase: 'ended',
    takesNcco: 'synchronous',
    glyph: '⧖',
    tone: 'bad',
    unhappy: true,
    meaning: 'It rang until the ringing timer ran out.',
    advice:
      'Raise timeout on the connect action (ringing_timer on a created call), or answer with eventType synchronous and a fallback NCCO.',
  },
  unanswered: {
    rank: 5,
    phase: 'ended',
    takesNcco: 'synchronous',
    glyph: '⧖',
    tone: 'bad',
    unhappy: true,
    sipCodes: 'any',
    meaning: 'Nobody answered, or the called party could not be reached.',
    advice: 'Look at detail and sip_code; for a WebSocket, check that its uri accepts connections from outside.',
  },
  failed: {
    rank: 5,
    phase: 'ended',
    takesNcco: 'synchronous',
    glyph: '✗',
    tone: 'bad',
    unhappy: true,
    sipCodes: 'any',
    meaning: 'The call could not be set up.',
    advice: 'Look at detail and sip_code: they say whether the route, the number or the platform failed.',
  },
  completed: {rank: 6, phase: 'ended', glyph: '✓', tone: 'good', final: true, meaning: 'The leg is over.'},
  rejected: {
    rank: 7,
    phase: 'ended',
    takesNcco: 'synchronous',
    glyph: '⊘',
    tone: 'bad',
    final: true,
    unhappy: true,
    sipCodes: 'any',
    meaning: 'The call was refused before it was connected.',
    advice: 'Look at detail: a number without its country code is the usual reason. No completed event follows.',
  },
} as const satisfies Record<string, StatusRow>;

export const statuses: Readonly<Record<keyof typeof table, StatusRow>> = table;

/** The statuses in a fixed order, so that one can be kept as a small number. */
export const statusNames = Object.keys(table) as readonly Status[];

/** Spellings seen beside the documented ones. */
const aliases = new Map<string, Status>([
  ['complete', 'completed'],
  ['canceled', 'cancelled'],
]);

/** Reads a status in any case and spelling; undefined when it is not the status of a leg. */
export function readStatus(text: unknown): Status | undefined {
  if (typeof text !== 'string') return undefined;
  const word = text.trim().toLowerCase();
  return aliases.get(word) ?? (Object.hasOwn(table, word) ? (word as Status) : undefined);
}
