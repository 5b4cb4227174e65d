import type {ShownCall} from './shown.js';

/** Says what a person who does not see the page wants to hear: how it stands with the monitor, and what became of the call that is looked at. */
export type Announcer = {
  /** The text to say, where there is something new; undefined otherwise. */
  next(about: {link: string; chosen: ShownCall | undefined}): string | undefined;
};

export function createAnnouncer(): Announcer {
  let link = '';
  let call: string | undefined;
  let state = '';

  function ofCall(chosen: ShownCall): string | undefined {
    const {call: about, from, to, outcome} = chosen.taken;
    const [, word] = outcome;
    const isOther = about.id !== call;
    if (!isOther && word === state) return undefined;
    call = about.id;
    state = word;
    if (about.id === '') return isOther ? about.verdict : undefined;
    const who =
      from === undefined && to === undefined ? (about.name ?? about.id) : `${from ?? 'unknown'} to ${to ?? 'unknown'}`;
    // Whatever is waited for counts up: only an end is a sentence that stays.
    return `${isOther ? `Call from ${who}: ` : ''}${word}. ${about.state === 'ended' ? about.verdict : ''}`.trim();
  }

  return {
    next({link: standing, chosen}) {
      const said = standing === link ? undefined : standing;
      link = standing;
      const told = chosen && ofCall(chosen);
      return said === undefined && told === undefined
        ? undefined
        : [said && `${said}.`, told].filter(Boolean).join(' ');
    },
  };
}
