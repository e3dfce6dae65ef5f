/** Cuts a text into pieces such as a tokenizer makes: words with their leading space, marks, halves of long words. */

/** In order: line breaks, indents, contractions, one Han character, a word, up to three digits, up to three marks. */
const PIECE =
  /\n+| +(?= )|['’](?:s|t|re|ve|ll|m|d)\b| ?\p{Script=Han}| ?(?:(?!\p{Script=Han})[\p{L}\p{M}])+| ?\p{N}{1,3}| ?\p{P}{1,3}|[^]/gu

/** Letters (with the leading space) from which on a word comes in two pieces. */
const LONG_WORD = 10

/** Joined again, the tokens are the text. No token splits a code point, because Ollama sends none that does. */
export function cut(text: string): string[] {
  return (text.match(PIECE) ?? []).flatMap(piece => {
    const letters = [...piece]
    if (letters.length < LONG_WORD) return [piece]
    const middle = Math.ceil(letters.length / 2)
    return [letters.slice(0, middle).join(''), letters.slice(middle).join('')]
  })
}
