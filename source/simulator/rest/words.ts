import type {core} from 'zod';

type Issue = core.$ZodRawIssue;

/** How an API words what a schema found wrong; what is not here is worded by the schema itself. */
type Words = {
  missing(field: string): string;
  type(field: string, expected: string): string;
  oneOf(field: string, values: readonly unknown[]): string;
  least(field: string, least: number | bigint, what: string): string;
  most(field: string, most: number | bigint, what: string): string;
  format(field: string, format: string): string;
};

/**
 * The Voice API's words, as users of the SDKs printed them: "Invalid type parameter provided" (vonage-java-sdk issue 63,
 * vonage-php-sdk-core issue 198), "accepted values are GET and POST" (vonage-node-sdk issue 230), "Is required." (the Ruby
 * SDK's tests). Bounds are worded as its validator does by default.
 */
export const voiceWords = worded({
  missing: () => 'Is required.',
  type: () => 'Invalid type parameter provided',
  oneOf: (_, values) => `accepted values are ${inWords(values.map(String))}`,
  least: (_, least, what) =>
    what === 'number' ? `must be greater than or equal to ${least}` : `must hold at least ${least}`,
  most: (_, most, what) => (what === 'number' ? `must be less than or equal to ${most}` : `must hold at most ${most}`),
  format: (_, format) => `must be a valid ${formats[format] ?? 'value'}`,
});

/** The Conversation API's words (its OpenAPI documents): those of the validator Joi, with the field in quotes. */
export const conversationWords = worded({
  missing: field => `"${field}" is required`,
  type: (field, expected) => `"${field}" must be ${kinds[expected] ?? `a ${expected}`}`,
  oneOf: (field, values) => `"${field}" must be one of [${values.join(', ')}]`,
  least: (field, least, what) => {
    if (what === 'number') return `"${field}" must be greater than or equal to ${least}`;
    return what === 'string'
      ? `"${field}" is not allowed to be empty`
      : `"${field}" must contain at least ${least} items`;
  },
  most: (field, most, what) => {
    if (what === 'number') return `"${field}" must be less than or equal to ${most}`;
    const length = what === 'string' ? `length must be less than or equal to ${most} characters long` : undefined;
    return `"${field}" ${length ?? `must contain less than or equal to ${most} items`}`;
  },
  format: (field, format) => `"${field}" must be a valid ${formats[format] ?? 'value'}`,
});

const formats: Record<string, string> = {date: 'ISO 8601 date', url: 'uri'};

const kinds: Record<string, string> = {
  array: 'an array',
  int: 'an integer',
  object: 'of type object',
  record: 'of type object',
};

/** What to give to a schema's `safeParse`. */
function worded(words: Words): {error: (issue: Issue) => string | undefined} {
  return {error: issue => wordOf(words, issue)};
}

function wordOf(words: Words, issue: Issue): string | undefined {
  const field = issue.path?.map(String).join('.') || 'body';
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined || issue.input === null) return words.missing(field);
      return words.type(
        field,
        typeof issue.input === 'number' ? issue.expected : issue.expected.replace('int', 'number'),
      );
    case 'invalid_value':
      return issue.input === undefined ? words.missing(field) : words.oneOf(field, issue.values);
    case 'too_small':
      return words.least(field, issue.minimum, issue.origin);
    case 'too_big':
      return words.most(field, issue.maximum, issue.origin);
    case 'invalid_format':
      return words.format(field, issue.format);
    default:
      return undefined;
  }
}

function inWords(values: string[]): string {
  return values.length < 2 ? values.join() : `${values.slice(0, -1).join(', ')} and ${values.at(-1)}`;
}
