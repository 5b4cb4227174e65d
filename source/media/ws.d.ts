import type {Writable} from 'node:stream';

/** What the library exports and its types leave out. */
declare module 'ws' {
  class Receiver extends Writable {
    constructor(options: {
      isServer: boolean;
      maxPayload: number;
      extensions: Record<string, unknown>;
      skipUTF8Validation: boolean;
    });
  }

  const Sender: {
    frame(
      data: Buffer,
      options: {opcode: number; fin: boolean; mask: boolean; readOnly: boolean; rsv1: boolean},
    ): Buffer[];
  };

  class PerMessageDeflate {
    static readonly extensionName: string;
    constructor(options: {isServer: boolean; maxPayload: number});
    accept(offers: unknown): unknown;
  }

  const extension: {parse(header: string): Record<string, unknown>};
}
