/** Reads Markdown into tokens: GitHub's dialect without HTML, which is text like any other, and with formulas. */
import {
  Lexer,
  type Links,
  type MarkedOptions,
  type MarkedToken,
  type Token,
  Tokenizer,
  type Tokens,
} from 'marked'
import { trimAddress } from './address.ts'
import { DEEPEST, INNER_QUOTES, workOf } from './budget.ts'
import {
  type Formula,
  formulaAhead,
  formulaBlock,
  formulaInline,
  maskFormulas,
  mayBeginFormula,
} from './formula.ts'

export type Block = MarkedToken | Formula

const EAST_ASIAN = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\u3000-\u303f\uff00-\uffef]/u

/** Characters of a bold text beside East Asian ones. */
const LONGEST_BOLD = 200

/** Tags that HTML has for what Markdown has not: they mark their words and say nothing else. */
const MARKING = /^<(sub|sup|kbd|mark)>([^<\n]{1,200})<\/\1>/i

/** What has been read, in characters; for a line's inside, times what may open something there. For tests. */
export const spent = { blocks: 0, insides: 0 }

/** Marked keeps whatever token a rule gives back, though its types let each rule give its own alone. */
const given = <T>(token: Pick<Token, 'type' | 'raw'> | undefined) => token as unknown as T | undefined

class Reader extends Tokenizer {
  /** More may come: a formula that is not closed yet may still be. */
  readonly #mayGoOn: boolean
  #depth = 0
  #quotes = 0

  constructor(mayGoOn: boolean) {
    super()
    this.#mayGoOn = mayGoOn
  }

  override html(): undefined {}

  /**
   * Of all tags a line break is heeded, for in a table cell there is no other way to write one, and few that mark words.
   * A break of the source behind it would be a second one.
   */
  override tag(src: string): Tokens.Tag | undefined {
    const raw = /^<br\s*\/?>[ \t]*\n?/i.exec(src)?.[0]
    if (raw !== undefined) return given({ type: 'br', raw })
    const [whole, name = '', text = ''] = MARKING.exec(src) ?? []
    if (whole === undefined) return undefined
    const marking = { type: name.toLowerCase(), raw: whole, text, tokens: this.lexer.inlineTokens(text) }
    return given(marking)
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    if (this.#depth > 0 && ++this.#quotes > INNER_QUOTES) return undefined
    return this.#deeper(() => super.blockquote(src))
  }

  override list(src: string): Tokens.List | undefined {
    return this.#deeper(() => super.list(src))
  }

  #deeper<T>(read: () => T | undefined): T | undefined {
    if (this.#depth >= DEEPEST) return undefined
    this.#depth += 1
    try {
      return read()
    } finally {
      this.#depth -= 1
    }
  }

  override fences(src: string): Tokens.Code | undefined {
    return super.fences(src) ?? given(formulaBlock(src, this.#mayGoOn))
  }

  /** A formula's own backslash comes first: `\(x\)` is one, and no bracket that was escaped. */
  override escape(src: string): Tokens.Escape | undefined {
    return given<Tokens.Escape>(formulaInline(src)) ?? super.escape(src)
  }

  /** By the book one tilde strikes too; in a chat `3~5` is a range. */
  override del(src: string, masked: string, before?: string): Tokens.Del | undefined {
    return src.startsWith('~~') ? super.del(src, masked, before) : undefined
  }

  /** Where a bare address ends is asked of us, see `address.ts`. */
  override url(src: string): Tokens.Link | undefined {
    const token = super.url(src)
    if (token === undefined || token.href.startsWith('mailto:')) return token
    const raw = trimAddress(src, token.raw)
    if (raw === null) return undefined
    const href = raw.slice(0, 4).toLowerCase() === 'www.' ? `http://${raw}` : raw
    return { ...token, raw, text: raw, href, tokens: [{ type: 'text', raw, text: raw }] }
  }

  /** By the book `**重点：**内容` is not bold, for the rules expect a space after a punctuation mark. */
  override emStrong(src: string, masked: string, before = ''): Tokens.Em | Tokens.Strong | undefined {
    const byTheBook = super.emStrong(src, masked, before)
    if (byTheBook || !src.startsWith('**')) return byTheBook
    // What is code or a link in the source is blanked in the mask, which ends where the source ends.
    const from = masked.length - src.length
    const visible = masked.slice(from, from + LONGEST_BOLD)
    const length = /^\*\*(?!\s)[^*\n]*[^*\s]\*\*(?!\*)/.exec(visible)?.[0].length
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

/** A lexer that leaves alone what would take it too long. */
class Bounded extends Lexer {
  /** The text whose inside is being read. */
  reads = ''

  override inlineTokens(src: string, tokens: Token[] = []): Token[] {
    const work = workOf(src)
    if (work === Infinity) {
      tokens.push(...asText(src))
      return tokens
    }
    spent.insides += work
    const outer = this.reads
    this.reads = src
    const read = super.inlineTokens(src, tokens)
    this.reads = outer
    return read
  }
}

/** Formulas begin inside a line and end a paragraph, and their inside is no emphasis. */
const extensions = (mayGoOn: boolean) => ({
  renderers: {},
  childTokens: {},
  inline: [
    (src: string, tokens: Token[]) =>
      src.startsWith('$') ? formulaInline(src, tokens.at(-1)?.raw.at(-1)) : undefined,
  ],
  startInline: [mayBeginFormula],
  startBlock: [(src: string) => formulaAhead(src, mayGoOn)],
})

const hooks = {
  emStrongMask(this: { lexer: Bounded }, masked: string): string {
    return maskFormulas(this.lexer.reads, masked)
  },
}

/** Marked's own types know extensions and hooks only as it is used for HTML. */
function lexer(links: Links, mayGoOn: boolean): Lexer {
  const options = { gfm: true, tokenizer: new Reader(mayGoOn), extensions: extensions(mayGoOn), hooks }
  const fresh = new Bounded(options as unknown as MarkedOptions<string, string>)
  Object.assign(fresh.tokens.links, links)
  return fresh
}

/** As it stands: what would take too long, or is nested so absurdly that the lexer's stack overflows. */
export const asText = (text: string): Token[] => [{ type: 'escape', raw: text, text }]

/** `mayGoOn`: the text is the beginning of one. */
export function lex(text: string, links: Links, mayGoOn = false): Block[] {
  spent.blocks += text.length
  try {
    return lexer(links, mayGoOn).lex(text) as Block[]
  } catch {
    return [{ type: 'paragraph', raw: text, text, tokens: asText(text) }]
  }
}

export function lexInline(text: string, links: Links): Token[] {
  try {
    return lexer(links, false).inlineTokens(text)
  } catch {
    return asText(text)
  }
}
