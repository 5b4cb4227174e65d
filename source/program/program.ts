import {Command} from 'commander';
import {SIGNALLED} from '../terminal/signals.js';
import {isWritten, LAST_BYTES} from '../terminal/unblock.js';
import {suggest} from '../text/suggest.js';
import {version} from '../version.js';
import {addOptions} from './commander.js';
import {type Run, type Verb, type VerbRow, verbs} from './options.js';
import {hideFromProcessList, withoutTypedSecrets} from './secret-arguments.js';

hideFromProcessList();

const program = new Command('convo-monitor')
  .version(version, '-v, --version')
  .helpCommand('help [verb]', 'what a verb does, with its flags')
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .configureHelp({sortSubcommands: false})
  .exitOverride()
  .configureOutput({outputError: (text, write) => write(withoutTypedSecrets(text))})
  // Commander would only count the arguments.
  .allowExcessArguments();

for (const verb of Object.keys(verbs) as Verb[]) register(verb);

function register(name: Verb): void {
  const {takes, help, after = '', examples, listens, command: takesCommand}: VerbRow = verbs[name];
  const command = name === 'monitor' ? program : program.command(name);
  if (takes) command.argument(...takes);
  addOptions(command, name);
  command
    .description(help)
    .addHelpText('after', `${after && `${after}\n`}\nExamples:\n${examples.map(example => `  ${example}\n`).join('')}`)
    .action(async () => {
      refuseExtraWords(command, takes);
      const words = takesCommand ? withCommand(command.args) : command.args;
      // The thread that listens takes as long to start as all the rest: it starts first.
      if (listens) (await import('../run/observer/boot.js')).bootObserver();
      const {run} = await fileOf(name);
      const exit = await run(words, command.opts());
      process.exitCode = exit;
      // Whoever gave a signal does not wait for a reader that does not read; what is left to do by then is writing.
      if (exit > SIGNALLED) setTimeout(() => process.exit(), LAST_BYTES).unref();
    });
}

/** The words with the `--` between them, which commander takes away. */
function withCommand(words: readonly string[]): string[] {
  const at = process.argv.indexOf('--');
  const behind = at < 0 ? 0 : process.argv.length - at - 1;
  return at < 0 ? [...words] : [...words.slice(0, words.length - behind), '--', ...words.slice(words.length - behind)];
}

/** Says which word is too many, where a mistyped verb is one too. */
function refuseExtraWords(command: Command, [name]: VerbRow['takes'] = ['']): void {
  const taken = name === '' ? 0 : name.includes('...') ? Number.POSITIVE_INFINITY : 1;
  const extra = command.args[taken];
  if (extra === undefined) return;
  if (command !== program) program.error(`error: '${extra}' is too much: see convo-monitor ${command.name()} --help`);
  refuseVerb(extra);
}

function refuseVerb(word: string): void {
  if (word === 'monitor') program.error("error: the monitor is what runs without a verb: leave 'monitor' out");
  const meant = suggest(word, [...Object.keys(verbs).filter(verb => verb !== 'monitor'), 'help']);
  program.error(
    `error: there is no command '${word}'; ${meant ? `did you mean ${meant}?` : 'see convo-monitor --help'}`,
  );
}

/** Commander would answer with all the help there is. */
function refuseHelpFor([help, verb, extra]: readonly string[]): void {
  if (help !== 'help' || verb === undefined || verb.startsWith('-')) return;
  if (!program.commands.some(command => command.name() === verb)) refuseVerb(verb);
  if (extra !== undefined) program.error(`error: '${extra}' is too much: see convo-monitor help ${verb}`);
}

/** A verb's file, which is not loaded before its verb is asked for. */
async function fileOf(verb: Verb): Promise<{run: Run<Verb>}> {
  return import(`../commands/${verb}.ts`);
}

// Positional options make a flag before a verb one of the default verb, which is then not run: it would be lost in silence.
program.hook('preSubcommand', (_, verb) => {
  const [lost] = program.options.filter(option => program.getOptionValueSource(option.attributeName()) === 'cli');
  if (lost) program.error(`error: write ${lost.long} behind the verb: convo-monitor ${verb.name()} ${lost.flags}`);
});

// Node would print the program's text around it, and whatever the error quotes, as it is. A screen has a listener of its own.
process.on('uncaughtException', async error => {
  if (process.listenerCount('uncaughtException') > 1) return;
  process.exit((await import('../run/exit.js')).exitStatusOf(error));
});

try {
  refuseHelpFor(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = (await import('../run/exit.js')).exitStatusOf(error);
  // What a verb that failed has left open keeps nobody, such as a connection that a library gave up and did not close; only what is to be written does.
  setInterval(() => isWritten([process.stdout, process.stderr]) && process.exit(), LAST_BYTES).unref();
}
