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
