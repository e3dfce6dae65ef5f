/** How much of the open text can no longer change, given that text is only ever appended. */
import type { Block } from './lex.ts'

export interface Settled {
  tokens: number
  chars: number
}

const NOTHING: Settled = { tokens: 0, chars: 0 }

/** Blocks that a line after a blank one may still continue: `- a`, then `-`, is one list. */
function mayGoOn(token: Block): boolean {
  if (token.type === 'code') return token.codeBlockStyle === 'indented'
  return ['list', 'blockquote', 'table', 'paragraph', 'def'].includes(token.type)
}

/**
 * The last block is always open. The one before it is open too while the last one's first line is unfinished,
 * for that line may yet turn out to belong to it. A blank line alone settles nothing.
 */
export function settle(tokens: Block[], text: string): Settled {
  const solid = tokens.flatMap((token, i) => (token.type === 'space' ? [] : [i]))
  const last = solid.at(-1)
  const before = solid.at(-2)
  if (last === undefined || before === undefined) return NOTHING
  const previous = tokens[before]
  const begun = tokens[last]?.raw.includes('\n') === true
  const open = previous && mayGoOn(previous) && !begun ? before : last
  let chars = 0
  for (const token of tokens.slice(0, open)) {
    // Cutting by lengths is right only while each token repeats its source exactly; where one does not, wait.
    if (!text.startsWith(token.raw, chars)) return NOTHING
    chars += token.raw.length
  }
  return { tokens: open, chars }
}
