/** What wants a part of so many rows or columns of the screen. */
export type Claim = {
  /** It has at least so much. */
  least: number;
  /** It has no use for more. */
  wish: number;
  /** How much it has for each cell of another, while there is less than all wish for. */
  weight: number;
  /** It has use only for so many more at a time. */
  step?: number;
};

/**
 * Shares out `total`, which is at least what all have at least. Nobody has more than their wish while another's wish is open and
 * what is left is a step of theirs; of those, whoever has least for their weight comes next. What nobody wishes goes to the one
 * at `filler`.
 */
export function shareOut(total: number, claims: readonly Claim[], filler: number): number[] {
  const given = claims.map(({least}) => least);
  let rest = total - given.reduce((sum, each) => sum + each, 0);
  const stepOf = ({wish, step = 1}: Claim, has: number) => Math.min(wish - has, step - (has % step));
  while (rest > 0) {
    let next = -1;
    for (const [i, claim] of claims.entries()) {
      const has = given[i] ?? 0;
      const isOpen = has < claim.wish && stepOf(claim, has) <= rest;
      if (isOpen && (next < 0 || has / claim.weight < (given[next] ?? 0) / (claims[next]?.weight ?? 1))) next = i;
    }
    const claim = claims[next];
    if (!claim) break;
    const more = stepOf(claim, given[next] ?? 0);
    given[next] = (given[next] ?? 0) + more;
    rest -= more;
  }
  return given.map((each, i) => (i === filler ? each + rest : each));
}
