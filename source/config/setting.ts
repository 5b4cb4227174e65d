import type {Given, Parsed} from './given.js';
import type {Heading} from './headings.js';

/** A row of settings.ts: how a setting is given, read and said. */
export type Setting<T> = {
  flag: string;
  /** Under what a long help lists it. */
  under?: Heading;
  /** The flag's value in help texts, such as `<port>`; absent where the bare flag is enough. */
  takes?: string;
  help: string;
  verbs: readonly Verb[];
  /** As a flag, several times: several. */
  several?: true;
  /** Environment variables, the strongest first. */
  env: readonly string[];
  /** Throws ConfigError. */
  parse: (given: Given) => Parsed<T>;
  default?: T;
  /** Its type in JSON, where it is neither a text nor, for a bare flag, true or false. */
  json?: object;
  /** In words: what holds when nobody gives it. */
  otherwise?: string;
  /** To verbs for which it is something else than to the monitor: what their help says. */
  elsewhere?: Readonly<Partial<Record<Verb, {help?: string; otherwise?: string; under?: Heading}>>>;
  /** What its opposite, `--no-…`, does. */
  not?: string;
  /** Never shown. */
  secret?: true;
  /** Left out of a project's file, which may have come with somebody else's repository: what such a file must not do. */
  notByProjects?: string;
  /** The person's own taste: taken from the environment and from files for the demo and for recordings, too. */
  personal?: true;
};

/** The verbs that settings have a meaning for. */
type Verb =
  | 'monitor'
  | 'demo'
  | 'call'
  | 'simulate'
  | 'open'
  | 'config'
  | 'token'
  | 'export'
  | 'diff'
  | 'stats'
  | 'attach'
  | 'bus'
  | 'worker'
  | 'calls'
  | 'expect'
  | 'test'
  | 'replay'
  | 'ncco'
  | 'doctor'
  | 'link'
  | 'restore'
  | 'init'
  | 'mcp'
  | 'recordings';
