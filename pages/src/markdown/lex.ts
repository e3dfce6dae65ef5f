/** Reads Markdown into tokens: GitHub's dialect without HTML, which is text like any other. */
import { Lexer, type Links, type MarkedToken, Tokenizer, type Tokens } from 'marked'

export type { Links }
export type Block = MarkedToken

/** The definitions of `[label]: address` by label. No prototype, for a label may be `constructor`. */
export const noLinks = (): Links => Object.create(null) as Links

class Reader extends Tokenizer {
  override html(): undefined {}

  /** Of all tags only a line break is heeded: in a table cell there is no other way to write one. */
  override tag(src: string): Tokens.Tag | undefined {
    const raw = /^<br\s*\/?>/i.exec(src)?.[0]
    return raw === undefined ? undefined : ({ type: 'br', raw } as unknown as Tokens.Tag)
  }

  /** `[^1]: Word` is a footnote, to be read as it stands, and not the address of a link. */
  override def(src: string): Tokens.Def | undefined {
    return /^ {0,3}\[\^/.test(src) ? undefined : super.def(src)
  }
}

function lexer(links: Links): Lexer {
  const fresh = new Lexer({ gfm: true, tokenizer: new Reader() })
  Object.assign(fresh.tokens.links, links)
  return fresh
}

export function lex(text: string, links: Links): Block[] {
  try {
    return lexer(links).lex(text) as Block[]
  } catch {
    // Absurd nesting overflows the lexer's stack. The text still has to be read.
    return [{ type: 'paragraph', raw: text, text, tokens: [{ type: 'text', raw: text, text }] }]
  }
}

export const lexInline = (text: string, links: Links) => lexer(links).inlineTokens(text)

/** Adds the definitions that stand in these tokens, at any depth; the first of a label counts. */
export function gather(tokens: Block[], links: Links): void {
  for (const token of tokens) {
    if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title }
    else if (token.type === 'blockquote') gather(token.tokens as Block[], links)
    else if (token.type === 'list') for (const item of token.items) gather(item.tokens as Block[], links)
  }
}
