/** Where a verb prints: standard output and standard error. */
export const streams = {
  out: (text: string) => void process.stdout.write(text),
  err: (text: string) => void process.stderr.write(text),
};
