import {readFile} from 'node:fs/promises';
import type {IncomingMessage, ServerResponse} from 'node:http';
import {fileURLToPath} from 'node:url';
import type {Refusal} from './guard.js';

/** The files of the page, by their paths; they hold nothing that a stranger may not see. */
const files: Readonly<Record<string, {file: string; type: string}>> = {
  '/': {file: 'index.html', type: 'text/html; charset=utf-8'},
  '/page.js': {file: 'page.js', type: 'text/javascript; charset=utf-8'},
  '/page.css': {file: 'page.css', type: 'text/css; charset=utf-8'},
  '/icon.svg': {file: 'icon.svg', type: 'image/svg+xml'},
};

/** Only what is served here: no other script, style, picture, frame, form or request; and no element is made of text but by the templates. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

const headers = {
  'Content-Security-Policy': policy,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** Answers whoever asks for the page, which is in `folder`; `stranger` is why somebody is told nothing. Never rejects. */
export async function answer(
  {method = '', url = ''}: IncomingMessage,
  response: ServerResponse,
  {folder, stranger}: {folder: URL; stranger: Refusal | undefined},
): Promise<void> {
  const refuse = (status: number, text: string, more: Record<string, string> = {}): void => {
    response.writeHead(status, {...headers, ...more, 'Content-Type': 'text/plain; charset=utf-8', Connection: 'close'});
    response.end(method === 'HEAD' ? undefined : `${text}\n`);
  };
  if (stranger) return refuse(stranger.status, stranger.text);
  if (method !== 'GET' && method !== 'HEAD')
    return refuse(405, 'Here is only something to look at: GET and HEAD.', {Allow: 'GET, HEAD'});
  const found = Object.hasOwn(files, url) ? files[url] : undefined;
  if (!found) return refuse(404, `Nothing is here but the page (/) and what convo-monitor attach asks for.`);
  try {
    const content = await readFile(fileURLToPath(new URL(found.file, folder)));
    response.writeHead(200, {...headers, 'Content-Type': found.type, 'Content-Length': content.length});
    response.end(method === 'HEAD' ? undefined : content);
  } catch {
    refuse(500, 'The page is not beside the program: install it again, or use convo-monitor attach.');
  }
}
