import {keepNewest} from '../call/keep-newest.js';

/** What was worked out lately, by what it is about: a bounded memo, from which the fold strikes out what it changes. */
export class Recent<Value> {
  private readonly values = new Map<string, Value>();

  constructor(private readonly most: number) {}

  get(about: string): Value | undefined {
    return this.values.get(about);
  }

  set(about: string, value: Value): Value {
    keepNewest(this.values, about, value, this.most);
    return value;
  }

  delete(about: string): void {
    this.values.delete(about);
  }
}
