import {type Meaning, type Meanings, meanings} from './meaning.js';

const lost = 'Vonage does not come back: a lost socket is a lost leg.';

/** Close codes of WebSockets (RFC 6455, 7.4.1; 1012 to 1014 from the IANA registry), with what they come of on legs. */
export const closeCodes: Meanings = meanings({
  1000: {
    meaning: 'The WebSocket was closed in order: whoever closed it had nothing more to say.',
    advice: 'Of the application, Vonage asks with disconnected how the call goes on; to end the call, hang up by REST.',
  },
  1001: {
    meaning: 'One side goes away: the application is shutting down, or the leg was hung up.',
    advice: 'If calls were up, let the application finish them before it stops.',
  },
  1002: {
    meaning: 'One side broke the WebSocket protocol.',
    advice: 'Use a library for WebSockets, keep it up to date, and look for a proxy between that changes frames.',
  },
  1003: {
    meaning: 'A kind of message came that the other side does not take: text for binary, or the reverse.',
    advice: 'Audio is sent as binary messages, commands as text.',
  },
  1005: {
    meaning: 'The WebSocket was closed without a code.',
    advice: 'Nothing is wrong; give a code and a reason when closing, and this says more.',
  },
  1006: {
    meaning: 'The connection ended without a close frame: it broke, or the process behind it died.',
    advice: `Look at the frames before it: Vonage ends a leg so on frames of a wrong size. Else look for a crash, or a proxy with a time limit. ${lost}`,
  },
  1007: {
    meaning: 'A text message was no valid UTF-8.',
    advice: 'Audio is sent as binary messages, not as text.',
  },
  1008: {
    meaning: 'One side closed because the other did what it does not allow.',
    advice: 'The reason says what; check the token or header that the application asks for.',
  },
  1009: {
    meaning: 'A message was larger than the other side takes.',
    advice: 'Send audio in messages of 20 ms: 320 bytes at 8 kHz, 640 at 16 kHz, 960 at 24 kHz.',
  },
  1010: {
    meaning: 'The client wanted an extension that the server did not offer.',
    advice: 'Vonage asks for none: look for a proxy between.',
  },
  1011: {
    meaning: 'Something failed in the side that closed: of the application, an error that nothing caught.',
    advice: `Look into the log of the application at that time. ${lost}`,
  },
  1012: {meaning: 'The service restarts.', advice: `Deploy when no call is up, or let calls end first. ${lost}`},
  1013: {
    meaning: 'The side that closed has too much to do, or the other reads too slowly.',
    advice: 'Read what comes at once and work on it elsewhere; look at how many calls one process takes.',
  },
  1014: {
    meaning: 'A gateway between got no proper answer from the application.',
    advice: 'Check the tunnel or proxy, and that the application is up.',
  },
  1015: {
    meaning: 'The TLS handshake failed.',
    advice: 'Check the certificate: Vonage takes none that is self-signed, expired or of another host.',
  },
});

/** Of codes that have no meaning of their own: whose they are (RFC 6455, 7.4.2). */
export function closeClass(code: number): Meaning | undefined {
  if (code >= 4000 && code <= 4999) {
    return {
      meaning: 'A close code of the application’s own: its makers, or its framework, say what it means.',
      advice:
        'Look for the number in the application and in the library that it uses; the reason beside it may say more.',
    };
  }
  if (code >= 3000 && code < 4000) {
    return {
      meaning: 'A close code of a library or framework, registered for it.',
      advice: 'Look for the number in the documentation of the library that the application uses.',
    };
  }
  return undefined;
}

/** Problems of the WebSockets of legs. */
export const socketProblems: Meanings = meanings({
  'socket-refused': {
    meaning: 'Vonage tried to open the WebSocket and could not: the handshake was refused, or nobody answered.',
    advice:
      'Check uri, path and authorization, and that the application is up. Vonage tells of it only with eventType synchronous.',
  },
  'frame-size': {
    meaning: 'The application sent binary messages that are no 20 ms of audio: Vonage ends the leg on them (1006).',
    advice:
      'Send raw samples, 16 bits, little-endian: 320 bytes at 8 kHz, 640 at 16 kHz, 960 at 24 kHz. Cut off the header of a file.',
  },
  'no-agent-audio': {
    meaning: 'The application has sent no audio for the first seconds: the caller hears nothing.',
    advice: 'Send binary messages; text is never played. Let the agent greet without waiting for speech.',
  },
  'no-caller-audio': {
    meaning: 'Vonage has sent no audio for the first seconds.',
    advice: 'Is anybody else in the conversation? An NCCO that ends after connect leaves nobody to hear.',
  },
  'caller-silent': {
    meaning: 'Audio comes from Vonage, and all of it is silence.',
    advice: 'Look whether the caller is muted, and who can hear whom in a conversation.',
  },
  'early-audio': {
    meaning: 'The application sent audio before websocket:connected had told the rate.',
    advice: 'Wait for that message.',
  },
  'buffer-over': {
    meaning: 'More audio was sent ahead than Vonage keeps (3,072 messages, about a minute): the rest is lost.',
    advice: 'Send a few seconds ahead at most; a notify comes back when what was before it has been played.',
  },
  underrun: {
    meaning: 'The agent’s speech broke off because the next audio came too late.',
    advice: 'Send what is due by the clock and a little ahead, not one frame a tick of a timer.',
  },
  'slow-turn': {
    meaning: 'The agent was heard later after the caller’s last word than people wait.',
    advice: 'Say something at once and stream the answer; where audio waited at Vonage, send clear and less ahead.',
  },
  'no-clear': {
    meaning: 'The caller spoke over the agent, and the agent went on.',
    advice: 'Send {"action":"clear"} when the caller speaks, and drop what was not sent yet.',
  },
  'clear-unasked': {
    meaning: 'Audio was thrown away by clear though nobody had spoken.',
    advice: 'Noise may be taken for speech: ask for more of it before you clear.',
  },
  echo: {
    meaning: 'One side is as loud as the other was shortly before, for seconds on end: somebody’s words come back.',
    advice:
      'An agent that hears itself on the phone interrupts itself: cancel the echo, or ask for louder speech while it speaks. An agent that says back what it hears is fed its own input.',
  },
  'cut-off': {
    meaning: 'The WebSocket closed while audio of the agent waited to be played: its last words were never heard.',
    advice: 'Send notify behind the last audio, and hang up when it comes back.',
  },
  'socket-lost': {
    meaning: 'The WebSocket ended with a close code that says something went wrong, or with none.',
    advice: `See what the code means: convo-monitor explain 1006. ${lost}`,
  },
  'socket-closed-early': {
    meaning: 'The application closed the WebSocket while the leg was up.',
    advice: 'Answer disconnected at the eventUrl with the NCCO that goes on; to end the call, hang up by REST.',
  },
  'text-unknown': {
    meaning: 'A text message says nothing that the platform knows.',
    advice: 'Vonage takes clear and notify; audio in JSON or base64, as other platforms want it, is not played.',
  },
  'socket-unclear': {
    meaning: 'Nothing tells of which call a WebSocket is.',
    advice: 'Put "headers": {"uuid": …} into the endpoint, or ?uuid=… into its uri.',
  },
  'audio-not-written': {
    meaning: 'The audio of a WebSocket was to be written into a file (--media-record), and could not, or not any more.',
    advice: 'Look at the folder: whether it may be written to, and how much room there is.',
  },
  'socket-unreadable': {
    meaning: 'The WebSocket goes on, but what passes over it could not be read any more.',
    advice: 'Nothing is lost of the call; an extension that the two sides agreed upon may be the cause.',
  },
  'disconnected-unanswered': {
    meaning: 'The WebSocket was closed by the application, and the disconnected webhook was answered with no NCCO.',
    advice: 'Answer it with the NCCO that the call goes on with; without one the flow ends there.',
  },
});
