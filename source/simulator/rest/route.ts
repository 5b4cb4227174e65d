import type {Platform, User} from '../state.js';
import type {ApiError} from './fate.js';

/** One request to the REST side, after its token was accepted. */
export type Ask = {
  platform: Platform;
  method: string;
  /** The version as its path begins, such as `v0.3`, `beta` or `v1`, and the one whose shapes it has. */
  prefix: string;
  version: string;
  /** What the route's pattern captured. */
  ids: string[];
  query: URLSearchParams;
  body: unknown;
  /** Whose token it came with; a backend's has no subject, and sees everything. */
  user?: User;
  /** What an error names as its instance. */
  instance: string;
};

/** The oldest versions' first names. */
const betas: Record<string, string> = {beta: 'v0.1', beta2: 'v0.2'};

export function versionOf(prefix: string): string {
  return betas[prefix] ?? prefix;
}

/** What paths of the version that was asked begin with, for links in replies. */
export function baseUrl({platform, prefix}: Ask): string {
  return `${platform.publicUrl}/${prefix}`;
}

/** Whether a path belongs to the Voice API, which words its errors otherwise than the Conversation API. */
export function isVoice(path: string): boolean {
  return /^\/v[12]\/calls(\/|$)/.test(path);
}

export type Answer = {status: number; body?: unknown} | ApiError;

export type Route = {
  method: string;
  /** Matched against the whole path; its first group is the version. */
  path: RegExp;
  handle(ask: Ask): Answer | Promise<Answer>;
};
