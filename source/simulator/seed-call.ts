/**
 * The call of Vonage's concept page "Conversation" and of its tutorial "Retrieve Conversation details": Alice calls a
 * Vonage number, and the application connects her to Bob. Its ids, its numbers and the distances between its stamps.
 */
export const seedCall = {
  /** The first row of the concept page's table of event webhooks. */
  startedAt: Date.UTC(2018, 9, 25, 9, 26, 18, 991),
  alice: '447700000001',
  vonageNumber: '447700000002',
  bob: '447700000003',
  ids: {
    conversation: 'CON-bc643220-2542-499a-892e-c982c4150c06',
    name: 'NAM-1b2c4274-e3f2-494e-89c4-46856ee84a8b',
    legs: ['797168e24c19a3c45e74e05b10fef2b5', '30cecc87-7ac9-4d03-910a-e9d69558263c'],
    members: ['MEM-f44c872e-cba9-444f-88ae-0bfa630865a6', 'MEM-25ccda92-839d-4ac6-a7b2-de310224878b'],
    users: ['USR-33a51f4d-d06b-42f6-a525-90d2859ab9f6', 'USR-b9948493-be4a-4b36-bb4d-c96bcc2af85b'],
    voiceUsers: ['vapi-user-f59c1ff26c0543fdb6c02fd30617a1c0'],
  },
};

/** How long each step of a call takes, ms. The defaults are the distances between the seed call's own stamps. */
export type Timing = {
  /** From the inbound leg's `started` to the conversation's creation, the caller's membership, and the event that tells it. */
  createdMs: number;
  joinedMs: number;
  joinedEventMs: number;
  /** From the inbound leg's `started` to the answer webhook. */
  answerMs: number;
  /** From the answer webhook to the callee's invitation: the capture has it before the answer webhook's row. */
  invitedMs: number;
  /** From the beginning of `connect` to the outbound leg's `started` and `ringing`. */
  dialMs: number;
  /** From `ringing` to `answered`, where the scenario does not say otherwise. */
  ringMs: number;
  /** From the outbound leg's `answered` to the inbound leg's. */
  bridgeMs: number;
  /** From the outbound leg's `answered` to its end, where the scenario does not say otherwise. */
  talkMs: number;
};

const seedTiming: Timing = {
  createdMs: 8,
  joinedMs: 213,
  joinedEventMs: 216,
  answerMs: 836,
  invitedMs: -442,
  dialMs: 4557,
  ringMs: 5893,
  bridgeMs: 63,
  talkMs: 299_902,
};

/** @param setupFactor makes everything before the conversation shorter (below 1) or longer. */
export function timingOf(setupFactor = 1, talkMs = seedTiming.talkMs): Timing {
  const scaled = Object.entries(seedTiming).map(([name, ms]) => [name, Math.round(ms * setupFactor)]);
  return {...seedTiming, ...Object.fromEntries(scaled), talkMs};
}

/**
 * The pace of a demonstration: both legs answered 6.8 s and the call over 14.8 s after it began, at real time, so that
 * stamps agree with the clock on the wall.
 */
export const demoPace = {speed: 1, setupFactor: 0.6, talkMs: 8000};
