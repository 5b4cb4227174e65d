import {type Files, realFiles} from '../../source/recording/files.js';

/** What goes wrong: an error code, or a write that takes only so many bytes and reports no error. */
export type Fault = string | {short: number};

type Operation = Exclude<keyof Files, 'makeFolder' | 'remove'>;

/**
 * The real file system, except that `fault` decides about every operation: `count` numbers the calls of each kind from 1.
 */
export function faultyFiles(fault: (operation: Operation, count: number) => Fault | undefined): Files {
  const counts = new Map<Operation, number>();
  const before = (operation: Operation): Fault | undefined => {
    const count = (counts.get(operation) ?? 0) + 1;
    counts.set(operation, count);
    const found = fault(operation, count);
    if (typeof found === 'string') throw Object.assign(new Error(`${found}: injected`), {code: found});
    return found;
  };
  return {
    ...realFiles,
    async open(...args) {
      before('open');
      return realFiles.open(...args);
    },
    async write(fd, bytes) {
      const found = before('write');
      return realFiles.write(fd, typeof found === 'object' ? bytes.subarray(0, found.short) : bytes);
    },
    async read(...args) {
      before('read');
      return realFiles.read(...args);
    },
    async stat(fd) {
      before('stat');
      return realFiles.stat(fd);
    },
    async truncate(...args) {
      before('truncate');
      return realFiles.truncate(...args);
    },
    async sync(fd) {
      before('sync');
      return realFiles.sync(fd);
    },
    async close(fd) {
      before('close');
      return realFiles.close(fd);
    },
  };
}
