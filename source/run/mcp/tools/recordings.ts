import * as z from 'zod';
import {recordingObject} from '../../../output/recordings-table.js';
import {counted} from '../../../text/counted.js';
import {toolRows} from '../bounds.js';
import {paging, tool} from '../tool.js';

export const listRecordings = tool({
  name: 'list_recordings',
  title: 'List recordings',
  description:
    'The recordings of calls that can be read, newest first: when, how many calls, who called whom, how the first calls ended, how many errors and warnings. What is null has not been read yet. Begin here: the other tools want the name of a recording.',
  input: z.strictObject(paging),
  async run(_, {recordings}) {
    const all = await recordings.list();
    if (all.length === 0)
      return {
        says: 'There is no recording yet. Every run of convo-monitor leaves one; others are named at the start: convo-monitor mcp FILE-OR-FOLDER.',
      };
    return {says: `${counted(all.length, 'recording')}, newest first.`, rows: toolRows(all.map(recordingObject))};
  },
});
