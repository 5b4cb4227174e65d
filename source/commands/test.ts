import {UsageError} from '../config/problem.js';
import type {Judgement} from '../flow/judge.js';
import type {AnsweringOptions} from '../intake/answering.js';
import type {Run} from '../program/options.js';
import {ApplicationError, type Started, startApplication} from '../run/flow-test/application.js';
import {openStage} from '../run/flow-test/stage.js';
import {placedBy, testFlow} from '../run/flow-test/test-flow.js';
import {flowsOf} from '../run/flows.js';
import {answeringOf} from '../run/listening.js';
import {freePort} from '../run/ports.js';
import {writeReports} from '../run/reporters.js';
import {displayOf, start} from '../run/start.js';
import {streams} from '../run/streams.js';
import {runFailures} from '../run/why-failed.js';
import {endedBy, endings} from '../terminal/signals.js';
import {printable} from '../text/printable.js';

/** How long an application may take to come up, and the calls of a flow to end, ms. */
const WAIT = 30_000;
const TIMEOUT = 60_000;

/**
 * Starts the application behind `--`, places the calls of each flow, holds them against it, and stops the application again, whatever happens.
 * Throws `UsageError`, `FileError`, `ObserverError`.
 */
export const run: Run<'test'> = async (words, given) => {
  const [files, command] = splitAt(words);
  const {config, flags} = await start(given);
  const {mask, ascii} = displayOf(config);
  const flows = await flowsOf(files, {mask});
  const plans = await Promise.all(flows.map(async flow => ({flow, scenarios: await placedBy(flow)})));
  const answering = await answeringFor(answeringOf(config), command);
  const interruption = new AbortController();
  const {signal: interrupted} = interruption;
  const onSignal = (signal: (typeof endings)[number]) => interruption.abort(endedBy[signal]);
  for (const signal of endings) process.on(signal, onSignal);
  const stage = await openStage(config, answering, {speed: flags.speed, mask});
  let application: Started | undefined;
  try {
    const [program, ...args] = command;
    if (program !== undefined && answering.kind === 'forward') {
      const port = portOf(answering.url);
      const env = {...stage.env, PORT: String(port)};
      application = await startApplication({
        command: [program, ...args],
        port,
        env,
        patienceMs: flags.wait ?? WAIT,
        signal: interrupted,
      });
    }
    const judgements: Judgement[] = [];
    for (const {flow, scenarios} of plans) {
      if (interrupted.aborted) break;
      judgements.push(await testFlow(flow, scenarios, stage, {timeoutMs: flags.timeout ?? TIMEOUT, interrupted}));
    }
    const isAsExpected = await writeReports(judgements, {reporter: flags.reporter, ascii, isAlone: true});
    const failures = runFailures(stage.feed.world(), flags);
    const died = application?.ended();
    if (died !== undefined) failures.push(`${died} while it was tested.`);
    for (const failure of failures) streams.err(`${failure}\n`);
    const isFine = isAsExpected && failures.length === 0;
    if (!isFine) sayLast(application?.said() ?? [], command);
    if (!isFine && stage.session.file !== undefined)
      streams.err(`Recorded in ${printable(stage.session.file)}: convo-monitor open shows the calls.\n`);
    if (interrupted.aborted) return Number(interrupted.reason);
    return isFine ? 0 : 1;
  } catch (error) {
    if (error instanceof ApplicationError) sayLast(error.said, command);
    if (interrupted.aborted) return Number(interrupted.reason);
    throw error;
  } finally {
    await application?.stop();
    await stage.close();
    for (const signal of endings) process.off(signal, onSignal);
  }
};

function splitAt(words: readonly string[]): [files: readonly string[], command: readonly string[]] {
  const at = words.indexOf('--');
  if (at < 0) return [words, []];
  if (at === words.length - 1) throw new UsageError('Behind -- there is no command: write one, such as -- npm start.');
  return [words.slice(0, at), words.slice(at + 1)];
}

/** What answers the calls: the application that is started, on a port of its own where nobody says which; else what is there already. */
async function answeringFor(given: AnsweringOptions, command: readonly string[]): Promise<AnsweringOptions> {
  if (command.length === 0) {
    if (given.kind !== 'talk') return given;
    throw new UsageError(
      'What answers the calls? Start your application (-- npm start), or name one that runs (--forward 4000), or an NCCO (--ncco answer.json).',
    );
  }
  if (given.kind === 'forward') return given;
  if (given.kind !== 'talk')
    throw new UsageError('--ncco and --to answer calls without an application: leave the command out, or them.');
  return {kind: 'forward', url: `http://127.0.0.1:${await freePort()}`};
}

function portOf(address: string): number {
  const {port, protocol} = new URL(address);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

function sayLast(lines: readonly string[], command: readonly string[]): void {
  if (lines.length === 0) return;
  streams.err(`What ${printable(command.join(' '), 100)} said last:\n${lines.map(line => `  ${line}\n`).join('')}`);
}
