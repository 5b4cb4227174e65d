/** Where a bus is: its servers, such as `nats://a:4222`, whether it was asked for by tls://, and whether all are on this machine. */
export type BusAddress = {servers: readonly string[]; tls: boolean; isLocal: boolean};

const PORT = 4222;

/** Servers of one cluster that may be named. */
const MOST = 16;

/** Whether a text is meant to be the address of a bus. */
export const isBusAddress = (text: string): boolean => /^(nats|tls):\/\//i.test(text.trim());

/** Reads `nats://host[:port][,host2[:port]…]`; in words that continue "must be" what it lacks. Never repeats what may be a password. */
export function busAddressIn(text: string): BusAddress | string {
  const due = 'nats://host[:port], or several such hosts with commas between them';
  if (text.includes('@')) return `${due}, without a name or password: --bus-creds and --bus-nkey take a file`;
  const [, scheme = '', hosts = ''] = /^(nats|tls):\/\/(.+?)\/?$/i.exec(text.trim()) ?? [];
  const read = hosts.split(',').map(host => serverIn(host.trim().replace(/^(nats|tls):\/\//i, '')));
  const servers = read.filter(server => server !== undefined);
  if (servers.length === 0 || servers.length < read.length || servers.length > MOST) return due;
  return {
    servers: servers.map(({host, port}) => `nats://${host}:${port}`),
    tls: scheme.toLowerCase() === 'tls',
    isLocal: servers.every(({host}) => /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/i.test(host)),
  };
}

function serverIn(text: string): {host: string; port: number} | undefined {
  const [, host, given] = /^(\[[\da-f:.]+\]|[\w.-]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const port = given === undefined ? PORT : Number(given);
  return host !== undefined && port > 0 && port <= 65_535 ? {host, port} : undefined;
}

/** As people write it. */
export const busAddressText = ({servers: [first = '', ...more], tls}: BusAddress): string =>
  [tls ? first.replace(/^nats/, 'tls') : first, ...more.map(server => server.replace(/^nats:\/\//, ''))].join(',');
