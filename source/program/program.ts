import {Command} from 'commander';
import {version} from '../version.js';
import {addOptions} from './commander.js';
import {type Run, type Verb, type VerbRow, verbs} from './options.js';

const program = new Command('convo-monitor')
  .version(version)
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .configureHelp({sortSubcommands: false})
  .exitOverride()
  // Commander would only count the arguments.
  .allowExcessArguments();

for (const verb of Object.keys(verbs) as Verb[]) register(verb);

function register(name: Verb): void {
  const {takes, help, after = '', listens}: VerbRow = verbs[name];
  const command = name === 'monitor' ? program : program.command(name);
  if (takes) command.argument(...takes);
  addOptions(command, name);
  command
    .description(help)
    .addHelpText('after', after)
    .action(async () => {
      const [word] = command.args;
      if (command === program && word !== undefined)
        program.error(`error: there is no command '${word}'; see convo-monitor --help`);
      // The thread that listens takes as long to start as all the rest: it starts first.
      if (listens) (await import('../run/observer/boot.js')).bootObserver();
      const {run} = await fileOf(name);
      process.exitCode = await run(command.args, command.opts());
    });
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

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = (await import('../run/exit.js')).exitStatusOf(error);
}
