import type {AnsweredBy, Intervention} from '../call/intervention.js';

/** What a person wants of the Voice API; how a call that is placed is answered is left open where no public URL leads here. */
export type Wanted = Exclude<Intervention, {kind: 'dial'}> | {kind: 'dial'; to: string; answer?: AnsweredBy};

/** What an NCCO that is to be read is for. */
export type NccoFor = {for: 'transfer'; leg: string} | {for: 'arm'};

/** An NCCO as JSON text, where it is from, and what the check says of it. */
export type LoadedNcco = {text: string; what: string; errors: number; findings: readonly string[]};

/** What is done once a person has said yes. */
export type ControlRequest =
  | {type: 'intervene'; wanted: Wanted}
  /** Answers the next call with this NCCO; with none, as always. */
  | {type: 'arm'; ncco?: LoadedNcco};
