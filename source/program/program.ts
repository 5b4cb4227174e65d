import {Command, InvalidArgumentError, Option} from 'commander';
import type {ExportFlags} from '../commands/export.js';
import type {MonitorFlags} from '../run/listening.js';
import {formatOf, type SaveFormat, saveFormats} from '../store/save-formats.js';
import {version} from '../version.js';
import {type SimulateFlags, simulateCommandOf, simulateExamples, simulateOptions} from './simulate-options.js';

const program = new Command('convo-monitor')
  .description(
    'Watch Vonage voice calls live: webhooks, Conversation API, legs, members, events, and why a call ended.',
  )
  .version(version)
  .enablePositionalOptions()
  .showSuggestionAfterError()
  .configureHelp({sortSubcommands: false})
  .exitOverride();

/** An option that may be given several times. */
function repeatable(option: Option): Option {
  return option.argParser((value: string, before: string[] | undefined) => [...(before ?? []), value]);
}

const credentials = [
  new Option('--application-id <id>', 'Vonage application id'),
  new Option('--private-key <file>', 'the application’s private key: path, PEM or base64'),
];

/** Settings: also read from the environment and from files; see `config --show-origin`. */
const settings = [
  new Option('--port <port>', 'where to listen (default 3000)'),
  new Option('--host <address>', 'address to listen on (default 127.0.0.1)'),
  new Option('--to <number>', 'answer calls with an NCCO that connects to this number'),
  new Option('--ncco <file>', 'answer calls with the NCCO in this file; read again when it changes'),
  new Option('--forward <url>', 'pass webhooks on to this application and return its answers'),
  new Option('--strict', 'refuse to send an NCCO with errors; the caller hears an apology instead'),
  ...credentials,
  repeatable(
    new Option(
      '--signature-secret <secret>',
      'account signature secret, or API_KEY:secret; @file reads it from a file',
    ),
  ),
  new Option('--require-signature', 'refuse webhooks that are not signed (401)'),
  new Option('--api-key <key>', 'account API key'),
  new Option('--api-secret <secret>', 'account API secret, @file to read it from one'),
  new Option('--api-url <url>', 'base URL of the API (default https://api.nexmo.com)'),
  new Option('--ngrok-api <url>', 'where ngrok’s agent tells of its tunnels, or off (default http://127.0.0.1:4040)'),
];

const paths = [
  new Option('--answer-path <path>', 'path of answer webhooks (default /webhooks/answer)'),
  new Option('--event-path <path>', 'path of event webhooks (default /webhooks/event)'),
  new Option('--fallback-path <path>', 'path of fallback webhooks (default /webhooks/fallback)'),
  new Option('--rtc-path <path>', 'path of RTC webhooks (default /webhooks/rtc)'),
];

const ascii = new Option('--ascii', 'draw with ASCII characters only');
const mask = new Option('--mask', 'hide the middle of phone numbers in everything shown or written but the recording');

const output = [
  new Option('--plain', 'lines instead of the full screen'),
  new Option('--format <format>', 'lines for people or for programs').choices(['text', 'ndjson']),
  ascii,
  new Option('--theme <name>', 'colours: dark, light, high-contrast, mono, color-blind'),
  new Option('--fps <n>', 'draw at most so often a second (less motion; default 20)').argParser(frames),
  new Option(
    '--screen-reader',
    'lines that a screen reader reads out as they come: the same as --plain, and as INK_SCREEN_READER=true',
  ),
  new Option('--mouse', 'click a row, turn the wheel (the terminal then selects text with Shift held)'),
  mask,
  new Option(
    '--filter <expr>',
    'show only the events that this finds, such as "leg:L1 is:problem"; see ? on the screen',
  ),
  new Option('--record <file>', 'record to this file (default: one a run in the state folder)'),
  new Option('--no-record', 'record nothing'),
  new Option('--durable', 'let each webhook reach the disk before it is answered'),
  new Option('--snapshot <file>', 'write a snapshot (JSON) on exit; - for standard output'),
  new Option('--until <what>', 'stop by itself: ended, answered, or a status of a leg'),
  new Option('--timeout <time>', 'stop after this time, such as 60s or 5m'),
  new Option('--calls <n>', 'how many calls --until waits for (default 1)').argParser(positive),
];

/** By its name, or by the ending of its files (`md`). */
function saveFormat(word: string): SaveFormat {
  const format = formatOf(word);
  if (!format) throw new InvalidArgumentError(`Allowed choices are ${saveFormats.map(({name}) => name).join(', ')}.`);
  return format;
}

function positive(text: string): number {
  const number = Number(text);
  if (!(number > 0)) throw new InvalidArgumentError('Give a number above 0.');
  return number;
}

function frames(text: string): number {
  const number = Number(text);
  if (!(number >= 0.2 && number <= 60)) throw new InvalidArgumentError('Give a number from 0.2 to 60.');
  return number;
}

function withOptions(command: Command, ...lists: Option[][]): Command {
  for (const option of lists.flat()) command.addOption(option);
  return command;
}

withOptions(program, settings, paths, output)
  .addOption(new Option('--conversation <id...>', 'watch this conversation from the start'))
  // Commander would only count the arguments.
  .allowExcessArguments()
  .action(async (flags: MonitorFlags, {args: [word]}: Command) => {
    if (word !== undefined) program.error(`error: there is no command '${word}'; see convo-monitor --help`);
    const [{monitor}, {usableConfig}] = await Promise.all([
      import('../commands/monitor.js'),
      import('../run/usable-config.js'),
    ]);
    process.exitCode = await monitor(flags, usableConfig(flags), version);
  });

withOptions(program.command('demo').argument('[scenario]', 'which call to simulate'), settings, output)
  .description('the monitor with a simulated Vonage calling it: no account, no network')
  .option('--speed <factor>', 'pace of the simulated calls; 1 is real time', positive)
  .option('--faults', 'let webhooks come late, twice, cut or malformed, and the API stumble')
  .action(async (scenario: string | undefined, flags: MonitorFlags) => {
    const [{demo}, {usableConfig}] = await Promise.all([
      import('../commands/demo.js'),
      import('../run/usable-config.js'),
    ]);
    process.exitCode = await demo({...flags, scenario}, usableConfig(flags, {flagsOnly: true}), version);
  });

// Both listen, and the thread that does takes as long to start as all the rest: it starts first.
program.hook('preAction', async (_, verb) => {
  if (verb !== program && verb.name() !== 'demo') return;
  const {bootIntake} = await import('../run/observer/boot.js');
  bootIntake();
});

withOptions(
  program.command('simulate').argument('[scenario...]', 'calls to place: names (see --list), or YAML and JSON files'),
  simulateOptions(),
)
  .description('a stand-in for Vonage that calls your application: no account, no phone, no network')
  .addHelpText('after', simulateExamples)
  .action(async (scenarios: string[], flags: SimulateFlags) => {
    const [{simulate}, {processStreams}] = await Promise.all([
      import('../commands/simulate.js'),
      import('../run/simulate/streams.js'),
    ]);
    process.exitCode = await simulate(simulateCommandOf(scenarios, flags), processStreams());
  });

withOptions(program.command('open').argument('<file>', 'a recording, or - for standard input'), output)
  .description('a recording with the full screen, or as lines')
  .action(async (file: string, flags: MonitorFlags) => {
    const {open} = await import('../commands/open.js');
    process.exitCode = await open(file, flags);
  });

program
  .command('export')
  .description('a recording in another form, on standard output')
  .argument('<file>', 'a recording, or - for standard input')
  .addOption(
    new Option('--format <format>', 'what to make of it')
      .choices(saveFormats.map(({name}) => name))
      .argParser(saveFormat)
      .default('json'),
  )
  .addOption(ascii)
  .addOption(mask)
  .addHelpText('after', `\nFormats:\n${saveFormats.map(({name, holds}) => `  ${name.padEnd(10)}${holds}`).join('\n')}`)
  .action(async (file: string, flags: ExportFlags) => {
    const {exportRecording} = await import('../commands/export.js');
    await exportRecording(file, flags, streams.out);
  });

withOptions(program.command('config'), settings)
  .description('every setting and its value; secrets are never shown')
  .option('--show-origin', 'also where each value comes from, and which files were read')
  .addOption(new Option('--format <format>').choices(['text', 'json']))
  .action(async (flags: {showOrigin?: boolean; format?: 'text' | 'json'}) => {
    const {configInput, printConfig} = await import('../commands/config.js');
    process.exitCode = printConfig(flags, configInput({...flags}), streams);
  });

withOptions(program.command('token'), credentials)
  .description('print an application JWT, for curl')
  .option('--ttl <seconds>', 'how long it lives (default 900)')
  .option('--acl <paths>', 'paths that it opens, or full')
  .action(async (flags: {ttl?: string; acl?: string}) => {
    const [{printToken}, {usableConfig}] = await Promise.all([
      import('../commands/token.js'),
      import('../run/usable-config.js'),
    ]);
    const {applicationId, privateKey} = usableConfig(flags, {needs: ['applicationId', 'privateKey']}).settings;
    const found = {applicationId: applicationId?.value, privateKey: privateKey?.value.text};
    process.exitCode = await printToken({...flags, ...found}, {...streams, now: Date.now});
  });

program
  .command('ncco')
  .description('check an NCCO file, or - for standard input')
  .argument('<file>')
  .addOption(new Option('--format <format>').choices(['text', 'ndjson']))
  .action(async (file: string, flags: {format?: 'text' | 'ndjson'}) => {
    const {checkNccoFile} = await import('../commands/ncco.js');
    process.exitCode = await checkNccoFile({file, ...flags}, {...streams, stdin: process.stdin});
  });

program
  .command('keys')
  .description('every command of the screen with its keys, your own ("keys" in convo-monitor.json) included')
  .addOption(new Option('--format <format>').choices(['text', 'markdown', 'json']).default('text'))
  .action(async ({format}: {format: 'text' | 'markdown' | 'json'}) => {
    const [{printKeys}, {configInput}] = await Promise.all([
      import('../commands/keys.js'),
      import('../commands/config.js'),
    ]);
    process.exitCode = printKeys(format, configInput({}), streams);
  });

program
  .command('explain')
  .description('what a status, detail, SIP code, API or NCCO error means, and what to do next; all without a word')
  .argument('[word...]', 'such as timeout, 486, conversation:error:not-found, or sip 404')
  .addOption(new Option('--format <format>').choices(['text', 'ndjson']))
  .action(async (words: string[], flags: {format?: 'text' | 'ndjson'}) => {
    const {explainWords} = await import('../commands/explain.js');
    process.exitCode = explainWords({words, ...flags}, streams);
  });

// Before anything listens or is recorded: a filter that cannot be read, keys that clash, or an unknown theme end the run here.
program.hook('preAction', async (_, verb) => {
  if (!verb.options.some(option => option.attributeName() === 'filter')) return;
  const {screenFlags} = await import('../run/screen-flags.js');
  const {keys, theme} = await screenFlags(verb.opts());
  verb.setOptionValue('keys', keys).setOptionValue('theme', theme);
});

// Positional options make a flag before a verb one of the default verb, which is then not run: it would be lost in silence.
program.hook('preSubcommand', (_, verb) => {
  const [lost] = program.options.filter(option => program.getOptionValueSource(option.attributeName()) === 'cli');
  if (lost) program.error(`error: write ${lost.long} behind the verb: convo-monitor ${verb.name()} ${lost.flags}`);
});

const streams = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = (await import('../run/exit.js')).report(error);
}
