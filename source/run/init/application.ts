import {join} from 'node:path';
import type {ConfigInput} from '../../config/candidates.js';
import {holderOf} from '../../doctor/evidence/port-holder.js';
import {type ApplicationPort, asPort, portOfScripts} from './application-port.js';
import type {Known} from './known.js';
import {listeningPorts} from './listening-ports.js';

/** The application's port by what its files say, else by what listens; `several` where more than one program does. */
export async function applicationOf(
  {inDotEnv, env}: Known,
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
