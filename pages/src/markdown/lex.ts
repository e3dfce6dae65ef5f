/** Reads Markdown into tokens: GitHub's dialect without HTML, which is text like any other. */
import { Lexer, type Links, type MarkedToken, type Token, Tokenizer, type Tokens } from 'marked'

export type { Links }
export type Block = MarkedToken

const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uffef]/u

/** The definitions of `[label]: address` by label. No prototype, for a label may be `constructor`. */
export const noLinks = (): Links => Object.create(null) as Links

class Reader extends Tokenizer {
  override html(): undefined {}

  /** Of all tags only a line break is heeded: in a table cell there is no other way to write one. */
  override tag(src: string): Tokens.Tag | undefined {
    const raw = /^<br\s*\/?>/i.exec(src)?.[0]
    return raw === undefined ? undefined : ({ type: 'br', raw } as unknown as Tokens.Tag)
  }

  /** By the book `**重点：**内容` is not bold, for the rules expect a space after a punctuation mark. */
  override emStrong(src: string, masked: string, before = ''): Tokens.Em | Tokens.Strong | undefined {
    const byTheBook = super.emStrong(src, masked, before)
    if (byTheBook || !src.startsWith('**')) return byTheBook
    // What is code or a link in the source is blanked in the mask, which ends where the source ends.
    const length = /^\*\*(?!\s)[^*\n]*[^*\s]\*\*(?!\*)/.exec(masked.slice(-src.length))?.[0].length
    if (!length) return undefined
    const after = String.fromCodePoint(src.codePointAt(length) ?? 0)
    if (!EAST_ASIAN.test(before) && !EAST_ASIAN.test(after)) return undefined
    const text = src.slice(2, length - 2)
    return { type: 'strong', raw: src.slice(0, length), text, tokens: this.lexer.inlineTokens(text) }
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

/** Absurd nesting overflows the lexer's stack. The text still has to be read. */
const asText = (text: string): Token[] => [{ type: 'text', raw: text, text }]

export function lex(text: string, links: Links): Block[] {
  try {
    return lexer(links).lex(text) as Block[]
  } catch {
    return [{ type: 'paragraph', raw: text, text, tokens: asText(text) }]
  }
}

export function lexInline(text: string, links: Links): Token[] {
  try {
    return lexer(links).inlineTokens(text)
  } catch {
    return asText(text)
  }
}

/** Adds the definitions that stand in these tokens, at any depth; the first of a label counts. */
export function gather(tokens: Block[], links: Links): void {
  for (const token of tokens) {
    if (token.type === 'def') links[token.tag] ??= { href: token.href, title: token.title }
    else if (token.type === 'blockquote') gather(token.tokens as Block[], links)
    else if (token.type === 'list') for (const item of token.items) gather(item.tokens as Block[], links)
  }
}
