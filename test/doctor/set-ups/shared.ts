import {account, type Capabilities, type World} from '../rig.js';

/** A set-up with one hop broken: what breaks it, what the doctor is to say of it, and what somebody does who follows that. */
export type Broken = {
  name: string;
  breaks: (world: World) => unknown;
  /** The id of the hop that is to be named first. */
  hop: string;
  /** Where it is not broken: something is missing to check it. */
  verdict?: 'unknown';
  seen: RegExp;
  advice: RegExp;
  /** Follows the advice: what it matched is given. */
  mends: (world: World, advice: RegExpExecArray) => unknown;
};

export const accountIn = {VONAGE_API_KEY: account.apiKey, VONAGE_API_SECRET: account.apiSecret};
export const busy = {status: 429, headers: {'content-type': 'application/json'}, body: '{"title":"Rate Limit Hit"}'};
export const forbidden = {status: 403, headers: {'content-type': 'application/json'}, body: '{"title":"Forbidden"}'};
export const html = (status: number, body: string) => ({status, headers: {'content-type': 'text/html'}, body});

export const voiceOf = ({voice}: Capabilities) => {
  if (!voice) throw new Error('The application has no voice capability.');
  return voice;
};

type Url = 'answer_url' | 'event_url' | 'fallback_answer_url' | 'rtc';
export const setUrl = (name: Url, address: string) => (world: World) =>
  world.put(capabilities => {
    if (name === 'rtc') Object.assign(capabilities.rtc?.webhooks.event_url ?? {}, {address});
    else voiceOf(capabilities).webhooks[name].address = address;
  });

/** Enters the URL that the advice names. */
export const setAdvised =
  (name: Url) =>
  (world: World, [, url = '']: RegExpExecArray) =>
    setUrl(name, url)(world);

export const onApi = (begins: string, said: World['api'][string]) => (world: World) => {
  world.api[begins] = said;
};
export const apiAgain = (world: World) => {
  world.api = {};
};
