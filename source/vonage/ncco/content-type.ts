import type {Finding} from '../../call/finding.js';

/**
 * Vonage's support article on answer URLs: an answer typed as HTML or XML counts as a failure even when its text is a valid
 * NCCO. Other types are not documented to fail. `contentType` is '' when the header is missing; `page` says what the answer is that
 * is no JSON either.
 */
export function checkContentType(contentType: string, page?: string): Finding[] {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/^application\/(json|[\w.-]+\+json)$/.test(type) || type === 'text/json') return [];
  const advice = 'send "Content-Type: application/json".';
  if (type === '') {
    return [{severity: 'warning', code: 'content-type', text: `The answer has no content type: ${advice}`}];
  }
  const refused = isRefusedType(contentType);
  const shown = type.slice(0, 60);
  const text = refused
    ? `The answer is typed ${shown}, which Vonage treats as a failure whatever it holds${page === undefined ? `: ${advice}` : `. ${page}`}`
    : `The answer is typed ${shown}, and Vonage expects JSON: ${advice}`;
  return [{severity: refused ? 'error' : 'warning', code: 'content-type', text}];
}

/** Whether an answer fails for its type alone: HTML and XML of any kind. */
export function isRefusedType(contentType: string): boolean {
  return /html|xml/i.test(contentType.split(';')[0] ?? '');
}
