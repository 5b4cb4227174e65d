/** Node's or undici's code: a word that holds nothing from outside. Several attempts at connecting come as one error. */
export function codeOf(error: unknown): string {
  const {code, name, errors} = (error ?? {}) as {code?: unknown; name?: unknown; errors?: unknown};
  if (name === 'HTTPParserError') return name;
  if (typeof code === 'string') return code;
  return Array.isArray(errors) && errors.length > 0 ? codeOf(errors[0]) : 'unknown';
}
