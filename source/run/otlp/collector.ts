import type {Signal} from '../../config/collectors.js';
import {asUrl, isLoopback} from '../../text/url.js';

/** What a collector takes the two at, under its own URL. */
export const pathOf: Readonly<Record<Signal, string>> = {traces: 'v1/traces', metrics: 'v1/metrics'};

/** What somebody is to know of the way to a collector; undefined where nobody else can listen. */
export function wayWarning(url: string): string | undefined {
  const asked = asUrl(url);
  if (!asked || asked.protocol === 'https:' || isLoopback(asked)) return undefined;
  return `--otlp ${url}: what is sent there, with the headers for it, can be read on the way. Give an https URL where there is one.`;
}
