import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import {recordingName} from '../../../source/run/recordings/folder.js';

describe('a recording that nobody named', () => {
  it('is named by the time and the process, so that names sort and never meet', () => {
    const name = recordingName('/state', new Date('2026-11-20T12:00:00.123Z'), 4711);
    expect(name).toBe(join('/state', '2026-11-20T12-00-00Z-4711.ndjson'));
  });
});
