/** The measurements of each name, one per round, in the order of the rounds. */
export type Rounds<T> = ReadonlyMap<string, readonly T[]>;

/**
 * Measures everybody once a round, in a turned order (A B C, B C A, C A B): what changes on the machine in the course
 * of a run meets all of them.
 */
export async function interleaved<N extends { readonly name: string }, T>(
  subjects: readonly N[],
  rounds: number,
  work: (subject: N, round: number) => Promise<T>,
): Promise<Rounds<T>> {
  const measured = new Map<string, T[]>(subjects.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < subjects.length; place += 1) {
      const subject = subjects[(place + round) % subjects.length];
      if (subject !== undefined) measured.get(subject.name)?.push(await work(subject, round));
    }
  }
  return measured;
}
