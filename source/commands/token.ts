import type {Flags, Run} from '../program/options.js';
import {usableConfig} from '../run/start.js';
import {streams} from '../run/streams.js';
import {PrivateKeyError} from '../vonage/private-key.js';
import {createTokenSource, leastPaths, ttlBoundsS} from '../vonage/token.js';

/** What `convo-monitor token` works with: credentials from wherever the configuration found them, and its two flags. */
export type TokenCommand = Flags<'token'> & {
  applicationId?: string;
  /** PEM or base64 text. */
  privateKey?: string;
};

/** Where the token and the complaints go; `now` in ms since the epoch. */
export type TokenOutput = {out: (text: string) => void; err: (text: string) => void; now: () => number};

export const run: Run<'token'> = (_, flags) => {
  const {applicationId, privateKey} = usableConfig(flags, {needs: ['applicationId', 'privateKey']}).settings;
  const found = {applicationId: applicationId?.value, privateKey: privateKey?.value.text};
  return printToken({...flags, ...found}, {...streams, now: Date.now});
};

/**
 * Prints an application JWT and nothing else to standard output, so that it can be used as `$(convo-monitor token)`.
 * Returns the exit status: 0, 2 for a wrong flag, 3 for missing or unusable credentials.
 */
export async function printToken(command: TokenCommand, {out, err, now}: TokenOutput): Promise<0 | 2 | 3> {
  const ttlS = readTtl(command.ttl);
  if (ttlS === undefined) {
    const {min, max} = ttlBoundsS;
    err(
      `--ttl takes whole seconds from ${min} to ${max} (24 hours), as Vonage does. Try --ttl ${ttlBoundsS.default}.\n`,
    );
    return 2;
  }
  const acl = readAcl(command.acl);
  if (!acl) {
    err(
      "--acl takes paths such as '/*/conversations/**,/*/calls/**', the JSON of Vonage's access lists, or full. " +
        'Each path begins with "/".\n',
    );
    return 2;
  }
  const {applicationId, privateKey} = command;
  if (applicationId === undefined || privateKey === undefined) {
    const missing = [
      ...(applicationId === undefined ? ['an application id'] : []),
      ...(privateKey === undefined ? ['a private key'] : []),
    ];
    err(
      `No token without ${missing.join(' and ')}. Give --application-id and --private-key, or set ` +
        'VONAGE_APPLICATION_ID and VONAGE_PRIVATE_KEY.\n',
    );
    return 3;
  }
  try {
    out(`${await createTokenSource({applicationId, privateKey, ttlS, acl, now}).token()}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof PrivateKeyError)) throw error;
    err(`${error.message}\n`);
    return 3;
  }
}

function readTtl(typed: string | undefined): number | undefined {
  if (typed === undefined) return ttlBoundsS.default;
  const seconds = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  return seconds >= ttlBoundsS.min && seconds <= ttlBoundsS.max ? seconds : undefined;
}

/** `--acl`: paths separated by commas, Vonage's JSON (`{"paths": {…}}`), or `full`. The paths; `[]` for a token without limits; undefined when the text cannot be understood. */
function readAcl(typed: string | undefined): readonly string[] | undefined {
  if (typed === undefined) return leastPaths;
  if (typed === 'full') return [];
  const paths = typed.trimStart().startsWith('{') ? pathsOfJson(typed) : typed.split(',').map(path => path.trim());
  return paths?.length && paths.every(path => /^\/[\x21-\x7e]+$/.test(path)) ? paths : undefined;
}

function pathsOfJson(typed: string): string[] | undefined {
  try {
    const json: {paths?: object} | null = JSON.parse(typed);
    return Object.keys(json?.paths ?? {});
  } catch {
    return;
  }
}
