/** Exit statuses above are those of signals. */
export const SIGNALLED = 128;

/** What a shell reports for a program that a signal ended: 128 and the signal's number. */
export const endedBy = {SIGHUP: 129, SIGINT: 130, SIGQUIT: 131, SIGPIPE: 141, SIGTERM: 143} as const;

/** The signals that ask a program to end. */
export const endings = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
