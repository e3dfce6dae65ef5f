/** Splits an answer at the block boundary nearest before each place where it was cut. */

const BOUNDARY = '\n\n'
const FENCE = /^ {0,3}(?:```|~~~)/gm

export function splitAtSeams(text: string, seams: readonly number[]): string[] {
  const pieces: string[] = []
  let from = 0
  for (const seam of seams.toSorted((a, b) => a - b)) {
    const at = boundaryBefore(text, seam, from)
    if (at === null) continue
    pieces.push(text.slice(from, at))
    from = at
  }
  return [...pieces, text.slice(from)]
}

/** A boundary inside a code block is none: an odd number of fences stands before it. */
function boundaryBefore(text: string, seam: number, from: number): number | null {
  for (let at = seam; ; at--) {
    at = text.lastIndexOf(BOUNDARY, at)
    if (at <= from) return null
    const fences = text.slice(from, at).match(FENCE)?.length ?? 0
    if (fences % 2 === 0) return at + BOUNDARY.length
  }
}
