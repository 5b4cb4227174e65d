import {setTimeout as wait} from 'node:timers/promises';
import type {AnsweredBy, Intervention, InterventionKind} from '../call/intervention.js';
import type {Intervened} from '../call/observation.js';
import type {AnsweringOptions} from '../intake/answering.js';
import {testCall} from '../intake/own-replies.js';
import type {Intervener, InterventionResult} from '../poller/intervene.js';
import type {Wanted} from '../store/wanted.js';
import {messageOf} from '../text/system-error.js';
import {legLabel} from '../world/read/event-view.js';
import type {World} from '../world/world.js';
import {loadNcco} from './load-ncco.js';
import type {ApiCredentials} from './observer/polling.js';
import type {OutcomeText} from './replay/again.js';

/** Acts on calls for a person at the screen. Nothing of it rejects. */
export type Intervening = {
  intervene(wanted: Wanted, world: World): Promise<OutcomeText>;
  /** Hangs legs up, also one that was placed a moment ago; says what went wrong, if anything did. */
  hangUp(legs: readonly string[], world: World): Promise<OutcomeText | undefined>;
  /** What a call that is placed hears where no public URL leads here, in words. */
  inline: string;
  close(): Promise<void>;
};

type Options = {
  credentials: ApiCredentials;
  answering: AnsweringOptions;
  /** The number that calls are placed from; one of the application's at random when not given. */
  from?: string;
  /** Keeps what was done, in the recording. */
  keep: (intervened: Intervened) => Promise<unknown>;
};

/** What loads only when somebody acts on a call: the client of the API, and what signs tokens. */
export async function openIntervener({applicationId, privateKey, apiUrl}: ApiCredentials): Promise<Intervener> {
  const [{createIntervener}, {createTokenSource}] = await Promise.all([
    import('../poller/intervene.js'),
    import('../vonage/token.js'),
  ]);
  const tokens = createTokenSource({applicationId, privateKey, now: Date.now});
  return createIntervener({apiUrl, tokens, now: Date.now});
}

export function intervening({credentials, answering, from, keep}: Options): Intervening {
  let opened: Promise<Intervener> | undefined;

  async function ask(intervention: Intervention, world: World): Promise<InterventionResult> {
    opened ??= openIntervener(credentials);
    const {intervene} = await opened;
    const leg = intervention.kind === 'dial' ? undefined : world.legs.get(intervention.leg);
    const region = leg && world.conversations.get(leg.conversation)?.regionUrl;
    const result = await patiently(() => intervene(intervention, region));
    // By its conversation an intervention is found again in a recording of many calls.
    const conversation = result.conversation ?? leg?.conversation;
    await keep({...result, ...(conversation && {conversation}), by: 'screen'}).catch(() => undefined);
    return result;
  }

  return {
    inline: inlineText(answering),
    async intervene(wanted, world) {
      try {
        if (wanted.kind !== 'dial') return toldOf(await ask(wanted, world), legLabel(world, wanted.leg));
        const answer = wanted.answer ?? (await inlineAnswer(answering));
        return toldOf(await ask({...wanted, from, answer}, world), undefined);
      } catch (error) {
        return bad(messageOf(error));
      }
    },
    async hangUp(legs, world) {
      try {
        for (const leg of legs) {
          const result = await ask({kind: 'hangup', leg}, world);
          if (result.failure && result.failure.code !== 'not-found') return toldOf(result, legLabel(world, leg));
        }
        return undefined;
      } catch (error) {
        return bad(messageOf(error));
      }
    },
    async close() {
      await (await opened?.catch(() => undefined))?.close();
    },
  };
}

const bad = (text: string): OutcomeText => ({text, tone: 'bad'});

/** ms and times that a call is waited for which is too young to be hung up: Vonage refuses that for a second or two (400). */
const YOUNG = {ms: 700, times: 5};

/** Asks, and asks again where it is a hang-up that comes too early: then nothing was done. */
async function patiently(ask: () => Promise<InterventionResult>): Promise<InterventionResult> {
  for (let attempt = 1; ; attempt++) {
    const result = await ask();
    const isYoung = result.kind === 'hangup' && result.failure?.code === 'refused' && result.raw?.status === 400;
    if (!isYoung || attempt === YOUNG.times) return result;
    await wait(YOUNG.ms);
  }
}

/** How a call goes on that no webhook of comes here: as calls are answered here, as far as that can be said without asking anybody. */
export async function inlineAnswer(answering: AnsweringOptions): Promise<AnsweredBy> {
  switch (answering.kind) {
    case 'file':
      return {ncco: (await loadNcco(answering.file)).text};
    case 'connect':
      return {ncco: JSON.stringify([{action: 'connect', endpoint: [{type: 'phone', number: answering.number}]}])};
    default:
      return {ncco: testCall.toString()};
  }
}

export function inlineText(answering: AnsweringOptions): string {
  const unreached = 'No public URL is known: ';
  if (answering.kind === 'file') return `${unreached}who answers gets the NCCO in ${answering.file}.`;
  if (answering.kind === 'connect') return `${unreached}who answers is connected to ${answering.number}.`;
  return `${unreached}who answers hears a sentence.`;
}

const done: Readonly<Record<InterventionKind, string>> = {
  dial: 'is being called',
  hangup: 'is hung up',
  mute: 'is muted',
  unmute: 'is heard again',
  earmuff: 'hears nothing now',
  unearmuff: 'hears again',
  transfer: 'has another NCCO',
  'send-dtmf': 'was sent the digits',
  talk: 'is spoken to',
};

function toldOf({kind, to, failure}: Omit<Intervened, 'by'>, label: string | undefined): OutcomeText {
  if (failure) return {text: failure.text, tone: 'bad'};
  return {text: `${kind === 'dial' ? to : (label ?? 'The leg')} ${done[kind]}.`, tone: 'good'};
}
