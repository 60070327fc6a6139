type Claim = { says: string; isMet: boolean; seen: string };

export type Claims = {
  /** Told at once, and again at the end. */
  add(claim: Claim): void;
  /** Every claim on a line of its own, then the verdict. True when all of them held. */
  judge(): boolean;
};

const lineOf = ({ says, isMet, seen }: Claim): string =>
  `${isMet ? 'PASS' : 'FAIL'}  ${says}: ${seen}`;

/** What a run has to show, claim by claim. One that came to no claim has shown nothing. */
export function createClaims(print: (line: string) => void): Claims {
  const claims: Claim[] = [];
  return {
    add(claim) {
      claims.push(claim);
      print(`  ${lineOf(claim)}`);
    },
    judge() {
      print('');
      for (const claim of claims) print(lineOf(claim));
      const broken = claims.filter(({ isMet }) => !isMet).length;
      const isGood = broken === 0 && claims.length > 0;
      print(
        isGood
          ? `\nPASS: all ${String(claims.length)} claims held.`
          : `\nFAIL: ${String(broken)} of ${String(claims.length)} claims did not hold.`,
      );
      return isGood;
    },
  };
}
