/** A value in a flow file cannot be used: the message says why and what to write instead, and whoever reads the file adds the place. */
export class Wrong extends Error {
  override readonly name = 'Wrong';

  /** @param item which one of a list it is about, from 0. */
  constructor(
    message: string,
    readonly item?: number,
  ) {
    super(message);
  }
}
