import {once} from 'node:events';
import {connect} from 'node:net';
import {listenerAt} from '../../doctor/evidence/port.js';

/** Where applications under development usually listen. */
export const usualPorts: readonly number[] = [3000, 3001, 4000, 5000, 8000, 8080];

/** ms: what listens on this machine takes a connection at once. */
const PATIENCE = 500;

/** Those of the ports on which something of this machine listens that is no monitor. Never rejects. */
export async function listeningPorts(ports: readonly number[]): Promise<number[]> {
  const open = await Promise.all(ports.map(isApplicationAt));
  return ports.filter((_, index) => open[index]);
}

async function isApplicationAt(port: number): Promise<boolean> {
  const [four, six] = await Promise.all([takesConnections('127.0.0.1', port), takesConnections('::1', port)]);
  if (!four) return six;
  return (await listenerAt(`http://127.0.0.1:${port}`)) === undefined;
}

async function takesConnections(host: string, port: number): Promise<boolean> {
  const socket = connect({host, port});
  try {
    await once(socket, 'connect', {signal: AbortSignal.timeout(PATIENCE)});
    return true;
  } catch {
    return false;
  } finally {
    // What comes after the time is over concerns nobody.
    socket.on('error', () => undefined).destroy();
  }
}
