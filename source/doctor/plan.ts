import type {Route} from '../call/observation.js';
import type {AnsweringOptions} from '../intake/answering.js';
import type {SignatureSecret} from '../vonage/signature.js';

/** What is to be checked: the monitor as flags, environment and files would have it. */
export type Plan = {
  machine: Machine;
  /** What is wrong with the settings, and what is odd; `about` is the setting's name, where it is about one. */
  faults: readonly {about?: string; text: string}[];
  warnings: readonly string[];
  /** Absent where it cannot be used. */
  port?: number;
  host: string;
  routes: Readonly<Record<Route, string>>;
  answering: AnsweringOptions;
  applicationId?: string;
  /** PEM or base64 text. A secret. */
  privateKey?: string;
  apiKey?: string;
  /** A secret. */
  apiSecret?: string;
  apiUrl: string;
  /** Its secret is one. */
  signature: {secret?: SignatureSecret; isRequired: boolean};
  /** The base URL of ngrok's agent; absent where it is not to be asked. */
  ngrokApi?: string;
  /** Where cloudflared may tell of itself. */
  cloudflared: readonly string[];
  /** The public URL that leads here, where somebody said it. */
  tunnel?: string;
  /** The application is linked, or was and never put back. */
  link?: LinkedNow;
  /** Where recordings are, or the one that this set-up writes. */
  recordings: {folder: string; file?: string};
};

/** A link of the application: the public URL that was set, and by which process, where that is still there. */
export type LinkedNow = {url: string; pid?: number};

export type Machine = {
  /** Such as `20.20.2`. */
  node: string;
  /** Such as `linux x64`. */
  system: string;
  /** Absent in a pipe. */
  terminal?: {columns: number; rows: number; isUtf8: boolean; isDumb: boolean};
};

/** What is wrong with a setting, where something is. */
export function faultOf({faults}: Plan, ...settings: string[]): string | undefined {
  return faults.find(({about}) => about !== undefined && settings.includes(about))?.text;
}
