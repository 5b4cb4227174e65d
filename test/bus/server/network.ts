import {spawnSync} from 'node:child_process';
import {onTestFinished} from 'vitest';
import {messageOf} from '../../../source/text/system-error.js';

// A network of the test's own: machines that are network namespaces of Linux, and a router between them on which packets are lost without a word, as where a
// cable is cut. A server that was killed or stopped is something else: its machine goes on to acknowledge what comes, or says that nobody listens.

/** A machine of that network. */
export type Machine = {
  address: string;
  /** What a command begins with so that it runs there. */
  within: readonly string[];
};

let count = 0;

/** Why there can be no such network here; undefined where there can. */
export const networkMissing = whyNone();

function whyNone(): string | undefined {
  try {
    const {lose, heal, remove} = build(['here', 'there']);
    lose('there');
    heal();
    remove();
    return undefined;
  } catch (error) {
    return `no network of its own (as root, with ip: apt-get install iproute2): ${messageOf(error)}`;
  }
}

/** A network of machines of these names; it is gone when the test has ended. */
export function startNetwork<Name extends string>(...names: Name[]) {
  const {remove, ...network} = build(names);
  onTestFinished(remove);
  return network;
}

function build<Name extends string>(names: readonly Name[]) {
  count += 1;
  const prefix = `cm-${process.pid}-${count}`;
  const router = `${prefix}-router`;
  const machines = names.map((name, i) => ({name, namespace: `${prefix}-${name}`, address: `10.0.${i}.2`}));
  const of = (name: Name) => machines.find(each => each.name === name) ?? {address: '', namespace: ''};
  const remove = (): void => {
    for (const each of [router, ...machines.map(({namespace}) => namespace)])
      spawnSync('ip', ['netns', 'delete', each]);
  };
  try {
    ip('netns', 'add', router);
    ip('netns', 'exec', router, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward');
    for (const [i, {namespace, address}] of machines.entries()) {
      const gateway = `10.0.${i}.1`;
      ip('netns', 'add', namespace);
      ip('-n', router, 'link', 'add', `to${i}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      ip('-n', router, 'address', 'add', `${gateway}/24`, 'dev', `to${i}`);
      ip('-n', namespace, 'address', 'add', `${address}/24`, 'dev', 'eth0');
      ip('-n', router, 'link', 'set', `to${i}`, 'up');
      for (const device of ['lo', 'eth0']) ip('-n', namespace, 'link', 'set', device, 'up');
      ip('-n', namespace, 'route', 'add', 'default', 'via', gateway);
    }
  } catch (error) {
    remove();
    throw error;
  }
  return {
    machine: (name: Name): Machine => ({
      address: of(name).address,
      within: ['ip', 'netns', 'exec', of(name).namespace],
    }),
    /** From now on packets to these are lost. */
    lose(...to: Name[]): void {
      for (const name of to) ip('-n', router, 'route', 'add', 'blackhole', of(name).address);
    },
    /** Nothing is lost any more. */
    heal: (): void => ip('-n', router, 'route', 'flush', 'type', 'blackhole'),
    remove,
  };
}

function ip(...args: string[]): void {
  const {error, status, stderr} = spawnSync('ip', args, {encoding: 'utf8'});
  if (error || status !== 0) throw new Error(`ip ${args.join(' ')}: ${error ? messageOf(error) : stderr.trim()}`);
}
