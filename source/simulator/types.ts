/** One end of a leg, as the Voice API writes it. */
export type Party =
  | {type: 'phone'; number: string}
  | {type: 'app'; user: string}
  | {type: 'sip'; uri: string}
  | {type: 'vbc'; extension: string}
  | {
      type: 'websocket';
      uri: string;
      'content-type'?: string;
      headers?: Record<string, unknown>;
      authorization?: Authorization;
    };

/** How Vonage proves itself to a WebSocket: with a JWT as for webhooks, or with a text of the application's choice. */
export type Authorization = {type: 'vonage'; value?: undefined} | {type: 'custom'; value: string};

/** The `status` of an event webhook about a leg. */
export type Status =
  | 'started'
  | 'ringing'
  | 'answered'
  | 'busy'
  | 'cancelled'
  | 'unanswered'
  | 'timeout'
  | 'rejected'
  | 'failed'
  | 'human'
  | 'machine'
  | 'disconnected'
  | 'completed';

/** Where a webhook goes. */
export type Target = {url: string; method: 'GET' | 'POST'};

/** A number of the account, as the Numbers API lists it. */
export type OwnedNumber = {
  /** E.164 digits. */
  number: string;
  /** GB by default. */
  country?: string;
  /** The id of the application that it is linked to; the simulated one by default, null for none. */
  application?: string | null;
  /** Where its calls are forwarded to, past the application. */
  voice?: {type: 'sip' | 'tel'; value: string};
  /** VOICE and SMS by default. */
  features?: string[];
};

/** What a webhook carries: a JSON object (POST), or the parameters of a query (GET). */
export type Payload = Record<string, unknown>;

/** How a party is written in a webhook: one string, or null for an app user who calls without a name. */
export function addressOf(party: Party): string {
  switch (party.type) {
    case 'phone':
      return party.number;
    case 'app':
      return party.user;
    case 'vbc':
      return party.extension;
    default:
      return party.uri;
  }
}

/** A stamp as Vonage writes it: ISO 8601, UTC, milliseconds. */
export function stamp(at: number): string {
  return new Date(Math.round(at)).toISOString();
}
