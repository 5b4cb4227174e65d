import {type ConfigInput, gatherSettings, type ReadFile, type SettingSource, sourceOf} from './candidates.js';
import {permissionWarnings} from './given.js';
import {type KeyChoices, keyChoicesOf} from './key-choices.js';
import type {Layer} from './layer.js';
import {ConfigError, type ConfigWarning} from './problem.js';
import {type SettingName, type SettingValue, settingNames, settingOf} from './settings.js';

/** A setting's value and where it came from: `flag --port`, `environment VONAGE_…`, `file ./.vonagerc (Vonage CLI 3)`, `default`. */
export type Sourced<T> = {value: T; origin: string; layer: Layer};

export type Config = {
  /** Settings that nobody gave and that have no default are absent, and so are those that cannot be used (see `errors`). */
  settings: {[Name in SettingName]?: Sourced<SettingValue<Name>>};
  /** The keys of the screen that the person chose; their errors are not among `errors`. */
  keys: KeyChoices;
  files: ReadFile[];
  /** What keeps a setting or a file from being used: whoever needs the configuration throws the first. */
  errors: ConfigError[];
  warnings: ConfigWarning[];
};

/** Ways to answer a call, and to draw: the strongest source that names one of them decides, and the others' are left out. */
const alternatives: readonly (readonly SettingName[])[] = [
  ['to', 'ncco', 'forward'],
  ['ascii', 'unicode'],
];

/**
 * Settings from the command line, then the environment, then this project's files, then the user's, then the defaults, each
 * with its origin. Values are taken one by one, so a file may add what the command line leaves open. Never throws.
 */
export function resolveConfig(input: ConfigInput): Config {
  const {sources, files, errors, warnings} = gatherSettings(input);
  const config: Config = {
    settings: {},
    keys: keyChoicesOf(sources),
    files,
    errors: [...errors],
    warnings: [...warnings],
  };
  for (const name of settingNames) settle(name, sources, config);
  config.errors.push(...unenforceable(config), ...contradictory(config));
  config.warnings.push(...mixedPairs(sources), ...exposedFiles(sources, config));
  return {...config, warnings: unique(config.warnings)};
}

function settle<Name extends SettingName>(name: Name, sources: readonly SettingSource[], config: Config): void {
  const {parse, default: initial} = settingOf(name);
  const given = sourceOf(name, sources)?.values.get(name);
  if (given === undefined || isOutdone(name, sources)) {
    if (initial !== undefined) set(config, name, {value: initial, origin: 'default', layer: 'default'});
    return;
  }
  try {
    const {value, warnings = []} = parse({...given, origin: given.placed ?? given.origin});
    set(config, name, {value, origin: given.origin, layer: given.layer});
    config.warnings.push(...warnings);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const {layer, owner} = given;
    config.errors.push(new ConfigError(error.code, error.message, {setting: name, layer, ...(owner && {owner})}));
  }
}

function set<Name extends SettingName>(config: Config, name: Name, sourced: Sourced<SettingValue<Name>>): void {
  const settings: {[Key in Name]?: Sourced<SettingValue<Key>>} = config.settings;
  settings[name] = sourced;
}

function isOutdone(name: SettingName, sources: readonly SettingSource[]): boolean {
  const others = alternatives.find(names => names.includes(name));
  if (!others) return false;
  const strongest = sources.find(({values}) => others.some(other => values.has(other)));
  return !strongest?.values.has(name);
}

/** A signature that is required and cannot be checked would let everything in, or nothing. */
function unenforceable({settings, errors}: Config): ConfigError[] {
  const {requireSignature, signatureSecret} = settings;
  if (!requireSignature?.value || signatureSecret) return [];
  if (errors.some(({about}) => about.setting === 'signatureSecret')) return [];
  const {origin, layer} = requireSignature;
  const advice = 'Give --signature-secret @FILE, or set VONAGE_SIGNATURE_SECRET (Dashboard → API settings).';
  const said = `Signatures are required (${origin}), but there is no signature secret to check them with. ${advice}`;
  return [new ConfigError('missing-secret', said, {setting: 'requireSignature', layer})];
}

/** Two flags that say the opposite of each other in one place. */
function contradictory({settings: {ascii, unicode}}: Config): ConfigError[] {
  if (!ascii || !unicode || ascii.value !== unicode.value) return [];
  const said = `ascii (${ascii.origin}) and unicode (${unicode.origin}) say the opposite of each other: leave one of them out.`;
  return [new ConfigError('wrong-value', said, {setting: 'unicode', layer: unicode.layer})];
}

/** Two halves of one credential, each way round: taken from different sources they rarely fit each other. */
const halves: readonly {half: SettingName; called: string; other: SettingName; otherCalled: string}[] = [
  {half: 'privateKey', called: 'private key', other: 'applicationId', otherCalled: 'application id'},
  {half: 'applicationId', called: 'application id', other: 'privateKey', otherCalled: 'private key'},
  {half: 'apiSecret', called: 'API secret', other: 'apiKey', otherCalled: 'API key'},
  {half: 'apiKey', called: 'API key', other: 'apiSecret', otherCalled: 'API secret'},
];

/** A half whose source had another other half, which a stronger source overruled. The Vonage CLI never mixes sources. */
function mixedPairs(sources: readonly SettingSource[]): ConfigWarning[] {
  return halves.flatMap(({half, called, other, otherCalled}) => {
    const source = sourceOf(half, sources);
    const overruled = source?.values.get(other);
    const chosen = sourceOf(other, sources)?.values.get(other);
    if (!overruled || overruled.raw === chosen?.raw) return [];
    const text =
      `The ${called} is from ${source?.values.get(half)?.origin} and was meant for another ${otherCalled} than that from ` +
      `${chosen?.origin}: unless the two belong together, Vonage answers 401. Give both in one place.`;
    return [{code: 'mixed-pair', text}];
  });
}

/** Several secrets on the command line earn one warning, not several. */
function unique(warnings: readonly ConfigWarning[]): ConfigWarning[] {
  return [...new Map(warnings.map(warning => [warning.text, warning])).values()];
}

/** Files that hold a secret in use and can be read by others. */
function exposedFiles(sources: readonly SettingSource[], config: Config): ConfigWarning[] {
  return sources.flatMap(({values, shown, mode}) => {
    const held = [...values].some(([name, {origin}]) => {
      return settingOf(name).secret === true && config.settings[name]?.origin === origin && !isKeyPath(config, name);
    });
    return held && shown !== undefined ? permissionWarnings('A secret', shown, mode) : [];
  });
}

/** A file that only names the key's path holds no secret; the key file's own permissions were looked at. */
function isKeyPath(config: Config, name: SettingName): boolean {
  return name === 'privateKey' && config.settings.privateKey?.value.path !== undefined;
}
