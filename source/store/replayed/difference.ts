/**
 * Where two answers to one webhook differ. `what` is the part of the answer, `place` the value in there: of an NCCO `action 2 (talk) /text`, of other JSON
 * its pointer. `moved` is an action that stands elsewhere now, which `now` names. Values come from outside.
 */
export type AnswerDifference = {
  what: 'answer' | 'status' | 'content-type' | 'location' | 'NCCO' | 'body';
  place?: string;
  kind: 'changed' | 'added' | 'removed' | 'moved';
  before?: string;
  now?: string;
};
