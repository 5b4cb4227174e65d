import type {Draft, Observation} from '../../call/observation.js';
import type {Config} from '../../config/resolve.js';
import {applicationApi} from '../../link/api.js';
import {applicationText, differenceText, fieldsOf} from '../../link/describe.js';
import {LinkError, mayPass} from '../../link/error.js';
import {type ApplicationChange, type Link, leftToRestore, openLink, TRIES} from '../../link/link.js';
import type {Flags} from '../../program/options.js';
import {printable} from '../../text/printable.js';
import {hideSecrets} from '../../text/secrets.js';
import {messageOf} from '../../text/system-error.js';
import {version} from '../../version.js';
import {warningLine} from '../warn.js';
import {accountOf, applicationIdOf, destinationOf, linksFolder} from './account.js';
import {agree} from './agree.js';
import {doubtsOf, findUrl} from './find-url.js';
import {stayUntilSignalled} from './signalled.js';

type Health = Omit<Extract<Draft, {source: 'health'}>, 'source' | 'part'>;
type Emit = (draft: Draft) => Promise<unknown>;

/** An application that is linked as long as a monitor runs. */
export type Linking = {
  /** Sees every observation: they say which public URL leads here. */
  watch(observation: Observation): void;
  /** From now on what becomes of it is recorded. */
  begin(emit: Emit): void;
  /** Puts the old URLs back, and says whether that went well. Never rejects. */
  end(): Promise<boolean>;
};

type Say = (text: string) => void;

/** ms from a failure that may be over to the next try. */
const AGAIN = 10_000;

/**
 * Asks whether the application may be linked while this monitor runs, before anything listens. Undefined where the answer is no. Throws `ConfigError`,
 * `UsageError` and `LinkError`.
 */
export async function agreeToLink(
  config: Config,
  {yes}: Pick<Flags<'monitor'>, 'yes'>,
  say: Say,
): Promise<Linking | undefined> {
  const account = accountOf(config, '--link');
  const applicationId = applicationIdOf(config, '--link');
  const api = applicationApi(account, applicationId);
  const link = await openLink({api, applicationId, apiUrl: account.apiUrl, folder: linksFolder(), version});
  let isKept = false;
  try {
    const found = await findUrl(config).catch(error => {
      // A tunnel may be opened later.
      if (error instanceof LinkError && error.code === 'no-tunnel') return undefined;
      throw error;
    });
    // Also where no URL is known yet: what is wrong with the application is wrong by now.
    const planned = await link.plan(destinationOf(config, found?.url ?? 'https://your.tunnel'));
    // Nothing listens yet, so nothing can arrive.
    for (const doubt of found ? doubtsOf({...found, arrives: true}) : []) say(warningLine(doubt));
    const application = applicationText(applicationId, planned.name);
    say(`${printable(application, 300)}:\n`);
    say(differenceText(found ? planned : {before: planned.before, after: planned.before}));
    const what = found ? 'Set these URLs' : 'Set these URLs to the tunnel’s, once there is one,';
    isKept = await agree(`${what} while the monitor runs, and put the old ones back then?`, {yes});
    if (!isKept) say('Not linked: the application stays as it is.\n');
    return isKept ? linkingOf(link, config, applicationId, say) : undefined;
  } finally {
    if (!isKept) await link.release();
  }
}

function linkingOf(link: Link, config: Config, applicationId: string, say: Say): Linking {
  let emit: Emit = async () => undefined;
  /** The public URL to link to, and the one that it is linked to. */
  let wanted: string | undefined;
  let linkedTo: string | undefined;
  let isOver = false;
  let again: NodeJS.Timeout | undefined;
  /** One thing after the other: two changes at once would each undo half of the other. */
  let queue: Promise<unknown> = Promise.resolve();

  const tell = (health: Health) => emit({source: 'health', part: 'link', ...health}).catch(() => undefined);

  async function follow(): Promise<void> {
    const url = wanted;
    if (isOver || url === undefined || url === linkedTo) return;
    clearTimeout(again);
    try {
      const done = await link.set(await link.plan(destinationOf(config, url)));
      linkedTo = url;
      await tell({...linkedHealth(applicationId, url, done), changes: fieldsOf(done.changes)});
    } catch (error) {
      await tell({state: 'failing', code: codeOfError(error), text: hideSecrets(messageOf(error))});
      if (isOver || !(error instanceof LinkError) || !mayPass.has(error.code)) return;
      again = setTimeout(next, error.retryAfterMs ?? AGAIN).unref();
    }
  }

  function next(): void {
    queue = queue.then(follow);
  }

  async function putBack(): Promise<boolean> {
    const {letGo} = stayUntilSignalled(say);
    try {
      const restored = await link.restore({tries: TRIES});
      if (!restored) return true;
      say('The old webhook URLs are back.\n');
      await tell({
        ...{
          state: 'off',
          code: 'restored',
          text: `The webhook URLs of ${applicationText(applicationId, restored.name)} are those of before.`,
        },
        changes: fieldsOf(restored.changes),
      });
      return true;
    } catch (error) {
      const text = hideSecrets(leftToRestore(error, applicationId));
      say(`${printable(text, 2000)}\n`);
      await tell({state: 'failing', code: codeOfError(error), text});
      return false;
    } finally {
      letGo();
      await link.release();
    }
  }

  let ending: Promise<boolean> | undefined;
  return {
    watch(o) {
      if (o.source !== 'health' || o.part !== 'tunnel' || o.url === undefined) return;
      wanted = o.url;
      next();
    },
    begin(to) {
      emit = to;
      if (link.journal())
        void tell({
          ...{
            state: 'waiting',
            code: 'left',
            text: 'An earlier link was never put back: what is kept are the URLs from before that.',
          },
        });
    },
    end() {
      isOver = true;
      clearTimeout(again);
      ending ??= queue.then(putBack);
      return ending;
    },
  };
}

function linkedHealth(applicationId: string, url: string, {name, changes}: ApplicationChange): Health {
  const application = applicationText(applicationId, name);
  const text =
    changes.length > 0
      ? `The webhook URLs of ${application} lead to ${url}, and are put back at the end.`
      : `The webhook URLs of ${application} led to ${url} already.`;
  return {state: 'ok', code: 'linked', text, url};
}

export const codeOfError = (error: unknown): string => (error instanceof LinkError ? error.code : 'failed');
