import {type Application, applicationAt} from './application.js';

/** An application for the WebSockets of a path (all of them without one), often on a port of its own. */
export type AgentPlace = {path?: string; url: string};

export type Agents = {
  /** The one for a path and query: of those whose path it begins with, the one with the longest. */
  at(path: string): Application | undefined;
  close(): void;
};

/** Throws `ListenerError` when a URL is none that can be used. */
export async function openAgents(places: readonly AgentPlace[]): Promise<Agents> {
  const agents = await Promise.all(
    places.map(async ({path = '/', url}) => ({
      path: path.replace(/\/+$/, ''),
      application: await applicationAt(url.replace(/^ws(?=s?:)/i, 'http'), 'pass', '--forward-socket'),
    })),
  );
  agents.sort((a, b) => b.path.length - a.path.length);
  return {
    at(url) {
      const asked = url.split('?', 1)[0] ?? '';
      return agents.find(({path}) => asked === path || asked.startsWith(`${path}/`))?.application;
    },
    close() {
      for (const {application} of agents) application.close();
    },
  };
}
