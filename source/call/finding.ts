/** One remark of the NCCO check. */
export type Finding = {
  /** `error`: Vonage will refuse the NCCO or end the call. `warning`: it works, or is probably a mistake. */
  severity: 'error' | 'warning';
  code: string;
  text: string;
  /** Where in the NCCO, such as `[0].endpoint[0].number`. */
  path?: string;
  /** Where in the text, from 1. Absent for what concerns no place in it, such as the content type. */
  line?: number;
  column?: number;
};
