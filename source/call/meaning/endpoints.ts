import {meanings} from './meaning.js';

/** What it means that a leg to such an endpoint never came up, where Vonage gives no reason of its own, and what to look at. */
export const endpoints = meanings({
  websocket: {
    meaning: 'Vonage could not open the WebSocket.',
    advice:
      'Check that its uri takes WebSocket connections from outside: tunnel, path, certificate, authorization. With eventType synchronous on connect, Vonage asks for another NCCO when it fails.',
  },
  app: {
    meaning: 'The app user was not there, or did not take the call.',
    advice: 'Check the name of the user, and that the app is logged in as that user with a token of this application.',
  },
  sip: {
    meaning: 'The SIP endpoint did not take the call.',
    advice: 'Check its uri, transport and credentials, that it lets Vonage’s addresses in, and look at its own log.',
  },
  vbc: {meaning: 'The extension did not take the call.', advice: 'Check the extension, and that a phone is on it.'},
  phone: {
    meaning: 'Nobody answered the phone.',
    advice: 'Check the number, its country code first; a fallback NCCO (eventType synchronous) lets the call go on.',
  },
});
