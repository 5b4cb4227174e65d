import {STATUS_CODES} from 'node:http';
import type {Duplex} from 'node:stream';

/** Answers a request for which there is no response to write to, such as a handshake, in plain text, and ends the connection. */
export function answerRaw(socket: Duplex, {status, text}: {status: number; text: string}): void {
  const body = `${text}\n`;
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}`;
  if (!socket.destroyed) socket.end(`${head}\r\nConnection: close\r\n\r\n${body}`);
}
