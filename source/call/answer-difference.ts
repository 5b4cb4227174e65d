export const answerParts = ['answer', 'status', 'content-type', 'location', 'NCCO', 'body'] as const;

/**
 * Where two answers to one webhook differ. `what` is the part of the answer, `place` the value in there: of an NCCO `action 2 (talk) /text`, of other JSON
 * its pointer. `moved` is an action that stands elsewhere now, which `now` names. Values come from outside.
 */
export type AnswerDifference = {
  what: (typeof answerParts)[number];
  place?: string;
  kind: 'changed' | 'added' | 'removed' | 'moved';
  before?: string;
  now?: string;
};

/** Whether an answer is like the one of then; `new` where none was recorded, `unsent` where the webhook was not sent. */
export const outcomes = ['alike', 'different', 'new', 'unanswered', 'unsent'] as const;
export type Outcome = (typeof outcomes)[number];
