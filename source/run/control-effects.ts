import {armAsked, transferAsked} from '../store/commands/control.js';
import type {Effect} from '../store/effects.js';
import type {Store} from '../store/store.js';
import type {LoadedNcco} from '../store/wanted.js';
import {counted} from '../text/counted.js';
import {messageOf} from '../text/system-error.js';
import type {Intervening} from './intervening.js';
import {findingsText, loadNcco} from './load-ncco.js';

export type ControlOptions = {
  /** Acts on calls; or why that cannot be done. */
  control?: Intervening | string;
  /** Answers the next call with another NCCO; with none, as always. */
  arm?: (ncco?: LoadedNcco) => Promise<unknown>;
};

type Around = {options: ControlOptions; store: Store; finish: (interrupted: boolean) => void};

type Handled = 'intervene' | 'hang-up-and-quit' | 'load-ncco' | 'arm';

/** What keys do to calls, once the person has said yes. */
export function controlEffects({options, store, finish}: Around): {
  [K in Handled]: (effect: Extract<Effect, {type: K}>) => void;
} {
  return {
    async intervene({wanted}) {
      const {control} = options;
      if (typeof control !== 'object') return;
      const told = await control.intervene(wanted, store.getSnapshot().latest);
      store.say(told.text, told.tone);
    },
    async 'hang-up-and-quit'({legs}) {
      const {control} = options;
      if (typeof control !== 'object') return;
      const {latest} = store.getSnapshot();
      store.say(`Hanging up ${counted(legs.length, 'leg')} …`, 'good');
      const failed = await control.hangUp(legs, latest);
      if (failed) store.say(failed.text);
      else finish(false);
    },
    async 'load-ncco'({written, purpose}) {
      try {
        const ncco = await loadNcco(written);
        store.change(model =>
          purpose.for === 'arm' ? armAsked(model, ncco) : transferAsked(model, purpose.leg, ncco),
        );
      } catch (error) {
        store.say(messageOf(error));
      }
    },
    async arm({ncco}) {
      try {
        await options.arm?.(ncco);
        store.say(
          ncco ? `The next call is answered with ${ncco.what}.${findingsText(ncco)}` : 'Calls are answered as always.',
          'good',
        );
      } catch (error) {
        store.say(messageOf(error));
      }
    },
  };
}
