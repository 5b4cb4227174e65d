import {join} from 'node:path';

/** What the tests of this folder open: a call that failed. */
export const recording = join(import.meta.dirname, '../recording/old/v1-busy.ndjson');

/** A frame's last row. */
const hints = /^ \? help .*$/m;

/** The frame of it when it has been read to its end: what it says of its problem, and the last row. */
export const whole = /^! L2 to .*\n.*\n \? help .*$/m;

/** What stands behind the last row of the frame that was left on the screen. */
export const under = (text: string) => text.split(hints)[1]?.trim();
