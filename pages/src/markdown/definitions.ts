/** The definitions of `[label]: address`, by label; the first of a label counts. */
import type { Links } from 'marked'
import type { Block } from './lex.ts'

export type { Links }

/** No prototype, for a label may be `constructor`. */
export const noLinks = (): Links => Object.create(null) as Links

/** Adds those that stand in these tokens, at any depth. */
export function gather(tokens: Block[], links: Links): void {
  for (const token of tokens) {
    if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title }
    else if (token.type === 'blockquote') gather(token.tokens as Block[], links)
    else if (token.type === 'list') for (const item of token.items) gather(item.tokens as Block[], links)
  }
}
