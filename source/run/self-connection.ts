import {subscribe} from 'node:diagnostics_channel';
import type {Socket} from 'node:net';

/**
 * A socket that connects to a port of this machine where nobody listens, and happens to be given that very port as its own, is connected with itself
 * (RFC 9293, simultaneous open). Whoever tries again and again comes to that, and then holds the port of the one that it waits for.
 */
const isConnectedWithItself = ({localAddress, localPort, remoteAddress, remotePort}: Socket): boolean =>
  localPort !== undefined && localPort === remotePort && localAddress === remoteAddress;

/** Has a socket that is about to connect let go at once where that would be with itself, and fail as what it is: nobody listens there. */
export function neverWithItself(socket: Socket): void {
  const {emit} = socket;
  // A listener would not do: the others hear that it is connected, too, and some take the errors for over by then.
  socket.emit = (event: string | symbol, ...given: unknown[]): boolean => {
    if (event === 'connect') {
      if (isConnectedWithItself(socket)) socket.destroy(refused(socket));
      else socket.emit = emit;
    }
    const isKept = socket.destroyed && (event === 'connect' || event === 'ready');
    return isKept ? false : Reflect.apply(emit, socket, [event, ...given]);
  };
}

/** As the system says it. */
function refused({remoteAddress: address, remotePort: port}: Socket): NodeJS.ErrnoException {
  const about = {code: 'ECONNREFUSED', syscall: 'connect', address, port};
  return Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), about);
}

/**
 * The same for every socket that this thread opens from now on, whichever library opens it. Those that begin with TLS are not told of here: what they say to
 * themselves is no answer, and they let go by that.
 */
export function refuseSelfConnections(): void {
  // So it says in Node's documentation; `node:net` itself is not loaded for those who ask nothing of a network.
  subscribe('net.client.socket', message => neverWithItself((message as {socket: Socket}).socket));
}
