import * as z from 'zod';
import {checkupOutcome, firstToMend} from '../../../call/checkup.js';
import {resolveConfig} from '../../../config/resolve.js';
import {span} from '../../../text/time.js';
import {checkupOf} from '../../doctor.js';
import {configInput} from '../../start.js';
import {toolRows} from '../bounds.js';
import {oneAtATime} from '../one-at-a-time.js';
import {paging, tool} from '../tool.js';

const words = {well: 'All is well', broken: 'Something is broken', unknown: 'There is not enough to check'} as const;

const inTurn = oneAtATime();

export const doctor = tool({
  name: 'doctor',
  title: 'Check every hop on the way of a call',
  description:
    'No webhook arrives? Checks each hop on the way of a call: settings, key, API, clock, account, number, port, application, tunnel, a probe through the public URL, the webhook URLs; what was asked, what was seen, and the one thing to do. Mend the first that is broken first. It changes nothing: Vonage is only asked, and an application behind --forward gets one answer webhook and one event of a call that there is not. Takes up to 15 s.',
  input: z.strictObject(paging),
  isOpen: true,
  async run(_, {flags}) {
    const checkup = await inTurn(() => checkupOf(resolveConfig(configInput(flags))));
    const first = firstToMend(checkup);
    const next = first ? ` Begin with the hop ${first.id}.` : '';
    return {says: `${words[checkupOutcome(checkup)]}, after ${span(checkup.ms)}.${next}`, rows: toolRows(checkup.hops)};
  },
});
