/** Small numbers to call things by: the lowest that is free. */
export class Numbers {
  private highest = 0;
  /** Given back, the lowest last. */
  private free: number[] = [];

  copy(): Numbers {
    const copy = new Numbers();
    copy.highest = this.highest;
    copy.free = this.free.slice();
    return copy;
  }

  take(isUnfit: (number: number) => boolean): number {
    const at = this.free.findLastIndex(number => !isUnfit(number));
    if (at >= 0) return this.free.splice(at, 1)[0] ?? 0;
    while (isUnfit(++this.highest)) this.giveBack(this.highest);
    return this.highest;
  }

  giveBack(number: number): void {
    let at = this.free.length;
    while (at > 0 && (this.free[at - 1] ?? 0) < number) at--;
    this.free.splice(at, 0, number);
  }
}
