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

/** Findings about what is documented as allowed: for who writes the NCCO, and no problem of the call that it answered. */
export const isByTheWay = ({code}: Finding): boolean => byTheWay.has(code);

const byTheWay: ReadonlySet<string> = new Set(['no-caller', 'socket-silent', 'same-socket']);
