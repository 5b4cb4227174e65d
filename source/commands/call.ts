import {type AnsweredBy, asPhoneNumber, type Intervention, numberRule} from '../call/intervention.js';
import type {Intervened} from '../call/observation.js';
import {UsageError} from '../config/problem.js';
import type {Config} from '../config/resolve.js';
import {defaultRoutes} from '../intake/routes.js';
import type {Flags, Run} from '../program/options.js';
import {closeSession} from '../run/behind.js';
import {openCallSession} from '../run/call/session.js';
import {NO_CREDENTIALS, NOT_ALLOWED} from '../run/control-of.js';
import {credentialsHealth, credentialsOf} from '../run/credentials.js';
import {inlineAnswer, intervening, openIntervener} from '../run/intervening.js';
import {answeringOf, answeringText} from '../run/listening.js';
import {loadNcco} from '../run/load-ncco.js';
import {streamsFor} from '../run/masked-streams.js';
import type {ApiCredentials} from '../run/observer/polling.js';
import {tellWhereAsked} from '../run/otlp/start.js';
import {publicUrlTo} from '../run/public-url.js';
import {canAsk, isYes} from '../run/recordings/ask.js';
import {show} from '../run/show.js';
import {type ShowFlags, start} from '../run/start.js';
import {jsonText} from '../text/json.js';
import {maskNumbers} from '../text/numbers.js';
import {printable} from '../text/printable.js';
import type {World} from '../world/world.js';

type Dial = Intervention & {kind: 'dial'};
type CallFlags = Flags<'call'> & ShowFlags;

/** Places a call and shows it until it is over. Throws `UsageError`, `ConfigError` and `ObserverError`. */
export const run: Run<'call'> = async ([written = ''], given) => {
  const {config, flags} = await start(given);
  const to = asPhoneNumber(written);
  if (to === undefined) throw new UsageError(`${printable(written, 40)} is no number to call: give ${numberRule}.`);
  if (!config.settings.allowControl?.value) throw new UsageError(NOT_ALLOWED);
  const credentials = credentialsOf(config);
  if (!credentials) throw new UsageError(credentialsHealth(config)?.text ?? NO_CREDENTIALS);
  if (!flags.yes && !canAsk()) throw new UsageError('A call is charged for, and nobody can be asked here: give --yes.');
  if (!(await isNccoGood(config, flags))) return 1;
  const stage = {config, flags, credentials, to};
  return flags.json ? placeOnly(stage) : placeAndShow(stage);
};

type Stage = {config: Config; flags: CallFlags; credentials: ApiCredentials; to: string};

/** Says what the check finds in the NCCO that is to be given; Vonage would refuse one with errors. */
async function isNccoGood(config: Config, flags: CallFlags): Promise<boolean> {
  const answering = answeringOf(config);
  if (answering.kind !== 'file') return true;
  const {err} = streamsFor(flags);
  try {
    const {findings, errors} = await loadNcco(answering.file);
    for (const finding of findings) err(`${printable(answering.file)}: ${printable(finding, 600)}\n`);
    if (errors > 0) err('Nobody was called: correct the NCCO, then call again.\n');
    return errors === 0;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** For programs: the call is placed, and its ids are printed. */
async function placeOnly(stage: Stage): Promise<number> {
  const {config, flags, credentials} = stage;
  const {out, err} = streamsFor(flags);
  const {port, host, answerPath, eventPath} = config.settings;
  const base = port && (await publicUrlTo(`http://${host?.value ?? '127.0.0.1'}:${port.value}`, config));
  const urls = base && {
    url: base + (answerPath?.value ?? defaultRoutes.answer),
    eventUrl: base + (eventPath?.value ?? defaultRoutes.event),
  };
  const {dial, question} = await planned(stage, urls || undefined);
  if (!flags.yes && !(await isYes(flags.mask ? maskNumbers(question) : question))) return notCalled(err);
  const intervener = await openIntervener(credentials);
  const {leg, conversation, failure, raw, from} = await intervener.intervene(dial).finally(() => intervener.close());
  const call = {
    to: stage.to,
    from: from ?? null,
    uuid: leg ?? null,
    conversation_uuid: conversation ?? null,
    status: raw?.status ?? null,
  };
  out(`${jsonText({...call, error: failure ? {code: failure.code, text: failure.text} : null}, 2)}\n`);
  return failure ? 1 : 0;
}

async function placeAndShow(stage: Stage): Promise<number> {
  const {config, flags, credentials} = stage;
  const {err} = streamsFor(flags);
  const {session, urls, begin} = await openCallSession(config);
  const keep = (intervened: Intervened) => session.emit({source: 'control', action: 'intervene', intervened});
  const control = intervening({
    credentials,
    answering: answeringOf(config),
    from: config.settings.from?.value,
    keep,
  });
  try {
    const {dial, question} = await planned(stage, urls);
    if (!flags.yes && !(await isYes(flags.mask ? maskNumbers(question) : question))) return notCalled(err);
    await begin(credentials);
    const intervener = await openIntervener(credentials);
    const result = await intervener.intervene(dial).finally(() => intervener.close());
    await keep({...result, by: 'command'});
    if (result.failure) {
      err(`${printable(result.failure.text, 1000)}\n`);
      return 1;
    }
    err(
      `${stage.to} is being called: leg ${printable(result.leg)} of ${printable(result.conversation ?? 'no conversation')}.\n`,
    );
    const source = {...session, payload: session.archive.payload, mode: 'live'} as const;
    const onStop = (world: World) => closeSession(session, world);
    const {arm} = session;
    const {conversation} = result;
    const hangsUp = flags.hangupOnExit;
    const otlp = await tellWhereAsked(config, session.archive.payload);
    const ending = await show({otlp, source, flags, control, hangsUp, arm, endsAfter: 1, conversation, onStop});
    await closeSession(session, ending.world);
    return ending.exit;
  } finally {
    await control.close();
    await session.close();
  }
}

/** What is asked of the Voice API, and of the person before. What the call costs nobody knows before it was made. */
async function planned(
  {config, to}: Stage,
  urls: {url: string; eventUrl: string} | undefined,
): Promise<{dial: Dial; question: string}> {
  const answering = answeringOf(config);
  const answer: AnsweredBy = urls ?? (await inlineAnswer(answering));
  const from = config.settings.from?.value;
  const gets = urls
    ? `Who answers gets what ${printable(urls.url, 200)} answers.`
    : answering.kind === 'file' || answering.kind === 'connect'
      ? `Who answers gets ${printable(answeringText(answering), 200)}.`
      : 'Who answers hears a sentence.';
  const caller = from ?? 'one of the application’s numbers';
  return {
    dial: {kind: 'dial', to, from, answer},
    question: `Call ${to} from ${caller}? ${gets} What it costs is not known.`,
  };
}

function notCalled(err: (text: string) => void): number {
  err('Nobody was called.\n');
  return 0;
}
