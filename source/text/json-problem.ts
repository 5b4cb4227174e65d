export type JsonProblem = {
  code:
    | 'empty'
    | 'markup'
    | 'plain-text'
    | 'too-deep'
    | 'trailing-comma'
    | 'missing-comma'
    | 'missing-colon'
    | 'single-quotes'
    | 'curly-quotes'
    | 'mixed-quotes'
    | 'unquoted'
    | 'literal'
    | 'comment'
    | 'not-closed'
    | 'extra-text'
    | 'control-character'
    | 'escape'
    | 'number'
    | 'unexpected';
  /** What is wrong and what to do. Never quotes more than a character of the text: files of secrets are read too. */
  text: string;
  /** Where in the text, in UTF-16 code units. */
  offset: number;
};

/** Ends the reading at the first problem. */
export class Stop extends Error {
  readonly problem: JsonProblem;

  constructor(code: JsonProblem['code'], text: string, offset: number) {
    super(code);
    this.problem = {code, text, offset};
  }
}

/** What to say where a value, name or bracket is due and `char` stands instead. */
export function expected(what: string, char: string, offset: number): Stop {
  if (char === '') return new Stop('not-closed', `The text ends where ${what} is due: complete it.`, offset);
  if (char === "'") {
    return new Stop('single-quotes', `Texts and names stand in double quotes in JSON: use " instead of '.`, offset);
  }
  if (/[“”„‘’«»`]/.test(char)) {
    return new Stop('curly-quotes', 'This is a typographic quote or a backtick: use a plain " instead.', offset);
  }
  if (char === '/' || char === '#') return new Stop('comment', 'JSON has no comments: remove this one.', offset);
  if (char === ',') {
    return new Stop('unexpected', `Found a comma where ${what} is due: remove it, or add what is missing.`, offset);
  }
  return new Stop('unexpected', `Found ${JSON.stringify(char)} where ${what} is due.`, offset);
}

/** What to say of a word or number that is no JSON value. */
export function notAValue(token: string, char: string, offset: number): Stop {
  if (token === '') return expected('a value', char, offset);
  if (/^[-+]?\.?\d/.test(token)) {
    const advice =
      'This is no JSON number: no leading + or 0, digits on both sides of the point; or quote it as a text.';
    return new Stop('number', advice, offset);
  }
  if (/^-?(true|false|null|none|undefined|nan|infinity)$/i.test(token)) {
    return new Stop('literal', 'JSON knows only true, false and null, in lower case: write one of these.', offset);
  }
  return new Stop('unquoted', 'A text must stand in double quotes: add them.', offset);
}

/** What to say after a value, where `,` or the closing bracket is due; `found`: there is a comma, one too many. */
export function misplacedComma(found: boolean, next: string, close: ']' | '}', offset: number): Stop {
  if (found) {
    return new Stop('trailing-comma', `Remove this comma: JSON allows none before a closing ${next}.`, offset);
  }
  if (next === ']' || next === '}') {
    return new Stop('not-closed', `Found ${next} where ${close} is due: close the brackets in order.`, offset);
  }
  if (/["{[\w-]/.test(next)) {
    return new Stop('missing-comma', 'A comma is missing before this: add it after the value above.', offset);
  }
  return expected(`a comma or ${close}`, next, offset);
}

export function missingColon(offset: number): Stop {
  return new Stop('missing-colon', 'A colon is missing between the field name and its value: add it.', offset);
}

/** `bracket` was opened at `offset` and the text ended before it closed. */
export function notClosed(bracket: string, offset: number): Stop {
  const close = bracket === '{' ? '}' : ']';
  return new Stop(
    'not-closed',
    `This ${bracket} is never closed: the text ends too early. Add the missing ${close}.`,
    offset,
  );
}

/** `line` is a text from its opening quote to the end of its line, where none may end. */
export function unclosedText(line: string, offset: number): Stop {
  if (/'[,:\]}\s]*$/.test(line)) {
    return new Stop('mixed-quotes', `This text begins with " but seems to end with ': use " at both ends.`, offset);
  }
  const advice = 'This text is not closed on its line: end it with ", and write line breaks in it as \\n.';
  return new Stop('not-closed', advice, offset);
}
