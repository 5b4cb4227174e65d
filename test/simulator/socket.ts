import type {IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {type WebSocket, WebSocketServer} from 'ws';

/** What Vonage sent on a WebSocket: text as it parses, audio as its bytes. */
export type Heard = {texts: unknown[]; frames: Buffer[]; headers: IncomingHttpHeaders; closed?: number};

/** An application with a WebSocket; `act` may answer each message. */
export async function startSocket(act: (socket: WebSocket, heard: Heard) => void = () => undefined) {
  const server = new WebSocketServer({port: 0, host: '127.0.0.1'});
  await new Promise(resolve => server.once('listening', resolve));
  const heard: Heard = {texts: [], frames: [], headers: {}};
  server.on('connection', (socket, request) => {
    heard.headers = request.headers;
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) heard.frames.push(data);
      else heard.texts.push(JSON.parse(data.toString()));
      act(socket, heard);
    });
    socket.on('close', code => {
      heard.closed = code;
    });
  });
  const {port} = server.address() as AddressInfo;
  return {url: `ws://127.0.0.1:${port}/`, heard, server};
}
