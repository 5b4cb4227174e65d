import type {IncomingMessage, Server, ServerResponse} from 'node:http';
import type {Socket} from 'node:net';
import type {Duplex} from 'node:stream';

/**
 * Keeps room for the next webhook: when more than `limit` connections are open, the one that has been idle longest is
 * closed. A hard limit would refuse the webhook and keep the idle ones.
 */
export function keepRoom(server: Server, limit: number): void {
  /** Connections without a request under way, longest idle first. */
  const idle = new Set<Socket>();
  let open = 0;

  server.on('connection', (socket: Socket) => {
    open++;
    idle.add(socket);
    socket.once('close', () => {
      open--;
      idle.delete(socket);
    });
    if (open <= limit) return;
    const [oldest = socket] = idle;
    idle.delete(oldest);
    oldest.destroy();
  });
  // What is passed through is under way until its end; there is a limit to that elsewhere.
  server.on('upgrade', (_request: IncomingMessage, socket: Duplex) => void idle.delete(socket as Socket));
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const {socket} = request;
    idle.delete(socket);
    response.once('close', () => {
      if (!socket.destroyed) idle.add(socket);
    });
  });
}
