/** Markdown as somebody would say it: its words, without its marks. */

/** Characters after which a text without an end of a sentence is cut between two words. */
const LONGEST = 600

const sentences = new Intl.Segmenter(undefined, { granularity: 'sentence' })

/** The whole sentences at the beginning of a text that is still being written. */
export function sentencesOf(text: string): string {
  const last = [...sentences.segment(text)].at(-1)?.index ?? 0
  if (last === 0 && text.length > LONGEST) return text.slice(0, text.lastIndexOf(' ') + 1)
  return text.slice(0, last)
}

const FENCE = /^ {0,3}(?:`{3,}|~{3,})/
/** A single star between letters or figures multiplies. */
const MARKS = /\*{2,}|(?<![\p{L}\p{N}])\*(?=\S)|(?<=\S)\*(?![\p{L}\p{N}])|~~|`+|__/gu
const RULE = /^[-=*_|:\s]*$/

/** A block of code is named and not spelt out. `inCode`: the text before ended within one. */
export function sayable(text: string, inCode: boolean): { text: string; inCode: boolean } {
  const said: string[] = []
  for (const line of text.split('\n')) {
    if (FENCE.test(line)) {
      inCode = !inCode
      if (inCode) said.push('Code.')
    } else if (!inCode && !RULE.test(line)) said.push(words(line))
  }
  return { text: said.join(' ').trim(), inCode }
}

const words = (line: string) =>
  line
    .replace(/^[\s>]*(?:#{1,6}\s+|[-*+]\s+)?/, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(MARKS, '')
    .replace(/\s*\|\s*/g, ', ')
    .replace(/^, |, $/g, '')
