/** An answer of any length with the usual mix: paragraphs, lists, code, tables, quotes. */
import { random, tokens } from './samples.ts'

const WORDS =
  'the box answers slowly because every token has to be read from memory once and that is what a small machine does'

const lines = (many: number, line: (i: number) => string): string =>
  Array.from({ length: many }, (_, i) => line(i)).join('\n')

/** Exactly `count` tokens, always the same ones. */
export function longAnswer(count: number): string[] {
  const next = random(3)
  const words = WORDS.split(' ')
  const word = (): string => words[Math.floor(next() * words.length)] ?? ''
  const sentence = (): string =>
    `The ${word()} ${word()} **${word()}** ${word()} \`${word()}\` ${word()} ${word()}.`
  const paragraph = (): string =>
    `${sentence()} ${sentence()} See [${word()}](https://example.com/${word()}).`
  const section = (): string =>
    [
      `## ${word()} ${word()}`,
      paragraph(),
      lines(6, () => `- ${sentence()}\n  - ${word()}`),
      `\`\`\`ts\n${lines(14, () => `const ${word()} = ${word()}('${word()}') // ${word()}`)}\n\`\`\``,
      paragraph(),
      `| a | b | c |\n|---|---|--:|\n${lines(6, () => `| ${word()} | \`${word()}\` | ${word()} |`)}`,
      lines(5, i => `${i + 1}. ${sentence()}`),
      `> ${sentence()}`,
      paragraph(),
    ].join('\n\n')
  const answer: string[] = []
  while (answer.length < count) answer.push(...tokens(`${section()}\n\n`))
  return answer.slice(0, count)
}
