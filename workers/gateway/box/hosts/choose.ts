/** Which host answers: one that has the model, in memory if possible, free if possible. */

export interface Candidate {
  url: string
  /** The model is in its memory, as far as is known. */
  loaded: boolean
  /** Turns that it is answering. */
  running: number
  /** It has not failed since it was last looked at. */
  well: boolean
}

/**
 * The best of them, the owner's order deciding where nothing else does. One that failed is chosen only where all have:
 * then it is as good as any, and says itself what is wrong. A host that would have to load the model first is better than
 * one that is answering somebody with it, but not than a free one that has it.
 */
export function choose<T extends Candidate>(candidates: readonly T[]): T | undefined {
  return candidates.toSorted((a, b) => rank(a) - rank(b) || a.running - b.running)[0]
}

const rank = ({ well, loaded, running }: Candidate): number =>
  (well ? 0 : 4) + (running > 0 ? 2 : 0) + (loaded ? 0 : 1)
