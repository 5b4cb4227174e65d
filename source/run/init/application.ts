import {join} from 'node:path';
import * as z from 'zod';
import type {ConfigInput} from '../../config/candidates.js';
import {holderOf} from '../../doctor/evidence/port-holder.js';
import {readJson} from '../../text/json-positions.js';
import type {ExistingConfig} from './existing-config.js';
import {listeningPorts} from './listening-ports.js';

/** The application's port by what its files say, else by what listens; `several` where more than one program does. */
export async function applicationOf(
  {inDotEnv, env}: ExistingConfig,
  {cwd, read}: ConfigInput,
  ports: readonly number[],
): Promise<{application?: ApplicationPort; several?: readonly number[]}> {
  const manifest = read(join(cwd, 'package.json'));
  const scripted = 'text' in manifest ? portOfScripts(manifest.text) : undefined;
  if (scripted) return {application: scripted};
  const named = inDotEnv.has('PORT') ? asPort(env.PORT) : undefined;
  if (named !== undefined) return {application: {port: named, from: '.env, PORT'}};
  const open = await listeningPorts(ports);
  const [port] = open;
  if (port === undefined) return {};
  if (open.length > 1) return {several: open};
  const {by = 'a program'} = await holderOf(port);
  return {application: {port, from: `${by} listens there`}};
}

/** The port of the developer's application, and who says so. */
type ApplicationPort = {port: number; from: string};

const described = z.object({scripts: z.record(z.string(), z.unknown())});

/** Whoever works on an application starts it by these, the likeliest first. */
const starting = ['dev', 'start'];

/** What stands in a script as well, with a port that is not the application's. */
const others = /(?:^|[\s/])(?:convo-monitor|ngrok|cloudflared)\b/;

const inWords = /(?:^|\s)(?:PORT=(?:\$\{PORT:-)?|--port[= ]|-p[= ]?)["']?(\d{1,5})(?![\w.])/;

/** The port that a script of `package.json` starts the application on: `PORT=4000`, `--port 4000`, `-p 4000`. */
export function portOfScripts(packageJson: string): ApplicationPort | undefined {
  const json = readJson(packageJson.replace(/^\uFEFF/, ''));
  const read = described.safeParse('problem' in json ? undefined : json.value);
  if (!read.success) return undefined;
  for (const name of starting) {
    const script = Object.hasOwn(read.data.scripts, name) ? read.data.scripts[name] : undefined;
    const port = typeof script === 'string' ? portOfScript(script) : undefined;
    if (port !== undefined) return {port, from: `package.json, script ${name}`};
  }
  return undefined;
}

function portOfScript(script: string): number | undefined {
  const commands = script.slice(0, 10_000).split(/[;&|]+/);
  return commands
    .filter(command => !others.test(command))
    .map(command => asPort(inWords.exec(command)?.[1]))
    .find(port => port !== undefined);
}

/** A text as a port that something may listen on. */
function asPort(text = ''): number | undefined {
  const port = /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= 65_535 ? port : undefined;
}
