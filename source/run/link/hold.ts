import {setTimeout as wait} from 'node:timers/promises';
import type {LinkAction} from '../../link/describe.js';
import {type ApplicationChange, type Link, leftToRestore, type Planned, TRIES} from '../../link/link.js';
import {printable} from '../../text/printable.js';
import {messageOf} from '../../text/system-error.js';
import {exitStatusOf} from '../exit.js';
import type {FoundUrl} from './find-url.js';

/** What the verb says, and where. */
export type Say = {
  err: (text: string) => void;
  show: (action: LinkAction, difference: ApplicationChange, url: string) => void;
};

type Hold = Say & {
  applicationId: string;
  signalled: Promise<number>;
  /** The tunnel's URL, where it has got another one. */
  another: (than: string) => Promise<FoundUrl | undefined>;
  planFor: (url: string) => Promise<Planned>;
};

/** ms between two looks at the tunnel. */
const EVERY = 5000;

/** Sets, follows the tunnel until a signal comes, and puts back. Returns the exit status: that of what went wrong says more than that of the signal. */
export async function holdLink(
  link: Link,
  planned: Planned,
  {applicationId, signalled, err, show, ...rest}: Hold,
): Promise<number> {
  let exit: number;
  try {
    show('linked', await link.set(planned), planned.to.url);
    err('Linked. The old URLs are put back when this ends (Ctrl-C).\n');
    exit = await followed(link, planned.to.url, {signalled, err, show, ...rest});
  } catch (error) {
    // How far it came is not known: whatever came through is put back.
    exit = exitStatusOf(error);
  }
  try {
    const {url} = link.journal() ?? planned.to;
    const restored = await link.restore({tries: TRIES});
    if (restored) show('restored', restored, url);
    err('The old URLs are back.\n');
    return exit;
  } catch (error) {
    if (error instanceof Error) error.message = leftToRestore(error, applicationId);
    throw error;
  }
}

/** Sets the URLs anew when the tunnel gets another one; what fails then is said, and what was set stays. Resolves with the exit status for the signal. */
async function followed(
  link: Link,
  first: string,
  {signalled, err, show, another, planFor}: Omit<Hold, 'applicationId'>,
): Promise<number> {
  let [url, said] = [first, ''];
  for (;;) {
    const exit = await Promise.race([signalled, wait(EVERY, undefined, {ref: false})]);
    if (exit !== undefined) return exit;
    const found = await another(url);
    if (!found) continue;
    try {
      const done = await link.set(await planFor(found.url));
      url = found.url;
      err(`The tunnel has another URL, and the application has it now: ${printable(url, 300)}\n`);
      show('linked', done, url);
    } catch (error) {
      const text = printable(messageOf(error), 2000);
      if (text !== said) err(`${text}\n`);
      said = text;
    }
  }
}
