import type {Platform} from '../state.js';
import type {ApiError} from './fate.js';

/** One request to the REST side, after its token was accepted. */
export type Ask = {
  platform: Platform;
  method: string;
  /** `v0.3`, `v1`, … */
  version: string;
  /** What the route's pattern captured. */
  ids: string[];
  query: URLSearchParams;
  body: unknown;
  /** What an error names as its instance. */
  instance: string;
};

/** What paths of the version that was asked begin with, for links in replies. */
export function baseUrl({platform, version}: Ask): string {
  return `${platform.publicUrl}/${version}`;
}

export type Answer = {status: number; body?: unknown} | ApiError;

export type Route = {
  method: string;
  /** Matched against the whole path; its first group is the version. */
  path: RegExp;
  handle(ask: Ask): Answer | Promise<Answer>;
};
