import {meanings} from './meaning.js';

/** `detail` of rejected, failed and unanswered events (webhook reference; `carrier_timeout` from the SDKs' enumerations). */
export const details = meanings({
  cannot_route: {
    meaning: 'Vonage has no route to this destination.',
    advice: 'Check the country code, and that the account may call this destination.',
  },
  number_out_of_service: {meaning: 'The number is not in service.', advice: 'Check the number with its owner.'},
  internal_error: {
    meaning: 'Something failed inside Vonage.',
    advice: 'Try again; if it persists, send support the leg id.',
  },
  invalid_number: {
    meaning: 'The from or the to number is not valid.',
    advice: 'Write both in E.164 digits without +: the country code first. from must be a number of your account.',
  },
  restricted: {
    meaning: 'The carrier refused the call.',
    advice: 'Check that from may be shown to this destination, and that the number is not blocked.',
  },
  declined: {
    meaning: 'The called party declined the call.',
    advice: 'Nothing is wrong: offer another time or channel.',
  },
  unavailable: {
    meaning: 'The phone could not be reached: switched off or without coverage.',
    advice: 'Try again later.',
  },
  timeout: {meaning: 'The carrier gave no answer in time.', advice: 'Try again; a route may be congested.'},
  carrier_timeout: {meaning: 'The carrier gave no answer in time.', advice: 'Try again; a route may be congested.'},
});

/** `sub_state` of machine events (webhook reference, advanced machine detection). */
export const subStates = meanings({
  beep_start: {
    meaning: 'The answering machine has beeped: what is said now is recorded.',
    advice: 'Answer this webhook with the NCCO that leaves the message.',
  },
  beep_timeout: {
    meaning: 'No beep was heard in the time allowed.',
    advice: 'Leave the message anyway, hang up, or raise beepTimeout of advancedMachineDetection.',
  },
});

/** `disconnected_by` of completed events. */
export const hangups = meanings({
  user: {meaning: 'The person on this leg hung up.'},
  platform: {
    meaning: 'Vonage ended this leg: the NCCO ran out, a limit was reached, or the application hung up.',
    advice: 'If it was too early, look at the last action of the NCCO, and at its timeout and limit.',
  },
});

/** `timeout_reason` of speech input. */
export const speechEnds = meanings({
  start_timeout: {
    meaning: 'Nobody began to speak in time.',
    advice: 'Ask again, or raise startTimeout of speech.',
  },
  end_on_silence_timeout: {meaning: 'The speaker fell silent, which is how speech input usually ends.'},
  max_duration: {
    meaning: 'The speaker was cut off after the longest time allowed.',
    advice: 'Raise maxDuration of speech, or ask for less.',
  },
});
