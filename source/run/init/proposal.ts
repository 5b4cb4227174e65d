import type {ConfigInput} from '../../config/candidates.js';
import {shownPath} from '../../config/given.js';
import {settingNames, settings as table} from '../../config/settings.js';
import {hideSecrets} from '../../text/secrets.js';
import {quickTunnels} from '../../tunnel/cloudflared.js';
import {ngrokTunnels, type Tunnel} from '../../tunnel/ngrok.js';
import {applicationOf} from './application.js';
import {credentials, secretsLeft} from './credentials.js';
import {type ExistingConfig, existingConfig, inPlace, writtenIn} from './existing-config.js';
import type {Proposed} from './proposed.js';

/** What is to be written, in the order of the settings, and what is to be said of it. */
export type Proposal = {settings: Proposed[]; notes: string[]; warnings: string[]};

export type Around = {
  /** Where cloudflared may tell of itself. */
  cloudflared: readonly string[];
  /** Where an application may listen. */
  ports: readonly number[];
};

/** Looks at what is here: files, environment, tunnels, and ports of this machine. Throws the `ConfigError` of a flag. */
export async function propose(input: ConfigInput, around: Around): Promise<Proposal> {
  const known = existingConfig(input);
  const {errors, warnings, settings} = known.config;
  const wrong = errors.find(({about}) => about.layer === 'flag');
  if (wrong) throw wrong;
  const given = givenSettings(known, input);
  const api = settings.ngrokApi?.value;
  const isOff = api === undefined || api === 'off';
  const [tunnels = [], quick] = isOff
    ? [[], []]
    : await Promise.all([ngrokTunnels(api), quickTunnels(around.cloudflared)]);
  const reach = await reached(given, known, input, {
    tunnels: tunnels.filter(({port}) => port > 0),
    ports: around.ports,
  });
  const {rows, notes} = credentials(known, input);
  const all = [...given, ...reach.rows, ...rows];
  const held = all.filter(holdsSecret);
  return {
    settings: settingNames.flatMap(name => all.find(each => each.name === name && !held.includes(each)) ?? []),
    notes: [
      ...reach.notes,
      ...quick.map(
        url => `${url} (cloudflared) is another one at each start, and is not written: convo-monitor --tunnel ${url}`,
      ),
      ...(tunnels.length + quick.length > 0 || settings.tunnel
        ? []
        : [`No tunnel was found: ngrok http ${reach.port} opens one.`]),
      ...notes,
      ...held.map(({name, from}) => `${name} (${from}) holds a secret, and is not written.`),
      ...secretsLeft(known),
    ],
    warnings: [
      ...(known.refused === undefined ? [] : [`./.env cannot be read: ${known.refused}.`]),
      ...warnings.map(({text}) => inPlace(text, known)),
      ...errors.map(({message}) => `${inPlace(message, known)} It is left out.`),
    ],
  };
}

/** A URL may have a password in it, or a token. */
function holdsSecret({value}: Proposed): boolean {
  return typeof value === 'string' && hideSecrets(value) !== value;
}

/** What somebody has set already. */
function givenSettings(known: ExistingConfig, input: ConfigInput): Proposed[] {
  const {settings} = known.config;
  return (['port', 'to', 'ncco', 'forward', 'tunnel'] as const).flatMap(name => {
    const sourced = settings[name];
    if (!sourced || sourced.layer === 'default') return [];
    const value = name === 'ncco' ? shownPath(String(sourced.value), input) : sourced.value;
    return {name, value, from: writtenIn(sourced, known)};
  });
}

type Seen = {tunnels: readonly Tunnel[]; ports: readonly number[]};

/** The port of the monitor, to which the tunnel leads, and the application behind it. */
async function reached(
  given: readonly Proposed[],
  known: ExistingConfig,
  input: ConfigInput,
  {tunnels, ports}: Seen,
): Promise<{rows: Proposed[]; notes: string[]; port: number}> {
  const isAnswered = given.some(({name}) => ['to', 'ncco', 'forward'].includes(name));
  const fixed = Number(given.find(({name}) => name === 'port')?.value ?? 0);
  const asked = [...new Set([...ports, ...tunnels.map(each => each.port)])].filter(each => each !== fixed);
  const {application, several} = isAnswered ? {} : await applicationOf(known, input, asked);
  const tunnel = tunnels.find(each => each.port === fixed) ?? tunnels.find(each => each.port !== application?.port);
  const leads = tunnel && {value: tunnel.port, from: `${tunnel.url} (ngrok) leads there`};
  const usual = table.port.default;
  const assumed = {
    ...(application?.port === usual
      ? {value: usual + 1, from: `${usual} is your application’s`}
      : {value: usual, from: 'nobody said another'}),
    isAssumed: true as const,
  };
  const {value: port, ...why} = fixed > 0 ? {value: fixed, from: ''} : (leads ?? assumed);
  const rows: Proposed[] = fixed > 0 ? [] : [{name: 'port', value: port, ...why}];
  const notes: string[] = [];
  if (application?.port === port) {
    notes.push(
      `Your application has port ${port} as well (${application.from}): give one of the two another, and --forward.`,
    );
  } else if (application) {
    rows.push({name: 'forward', value: `http://localhost:${application.port}`, from: application.from});
  }
  if (several) {
    const where = several.join(', ');
    notes.push(`Several programs listen here (ports ${where}): say which is your application by --forward PORT.`);
  }
  const astray = tunnels.find(each => each.port === application?.port) ?? tunnels[0];
  if (astray && !tunnels.some(each => each.port === port)) {
    notes.push(`${astray.url} (ngrok) leads to port ${astray.port}: let it lead to the monitor, ngrok http ${port}.`);
  }
  return {rows, notes, port};
}
