/** Texts that no one writes and a model may: each is a unit repeated, for the work that it takes to grow in step with it. */
import { random } from './samples.ts'

/** What is repeated, parted by `¦`: markers of a line's inside, then lines. */
const UNITS = [
  '*¦**¦***¦_¦__¦~¦~~¦`¦``¦[¦![¦]¦](¦[]¦[](¦()¦<¦>¦\\¦&¦$¦$$¦|¦:¦!',
  '*a¦a*¦*a ¦**a ¦**a¦a**¦*a **a ¦*a_ ¦_a ¦__a ¦_a_¦~a ¦~~a ¦~~a¦a~~¦~~a~~¦`a ¦`a¦a`¦``a ',
  '[a¦[a](¦[a](b¦[a](<b¦[a](b "¦[a](b)¦![a](¦![a](b)¦[a][¦[a][b]¦[a]¦[[a]]¦[*a¦*[a¦[`a¦`[a',
  '<a¦<a ¦<a href="¦<!--¦<a>¦</a>¦<br>¦<br¦<sub>¦<sub>a</sub>¦<https://a¦<a@b.c>¦&amp;¦&#¦&a',
  '\\[¦\\(¦\\(a¦\\[a¦\\)¦$a¦$a ¦$a$¦$$a¦$$a$$ ¦\\(a\\) ¦a.¦a¦**a：**b¦**：¦重点**：',
  'https://a.b/¦https://a.b ¦www.a.b ¦a@b.c ¦http://¦https://a.b/(',
  '\n¦\n\n¦a\n¦a\n\n¦- a\n¦- a\n\n¦-\n¦- - ¦1. ¦1. a\n¦1) a\n¦- [ ] a\n¦* a\n+ a\n¦-\ta\n¦ - a\n',
  '> ¦>¦> a\n¦>a\n\n¦> - a\n¦- > a\n¦>> a\n¦# a\n¦#¦# \n¦a\n=\n¦a\n-\n¦---\n¦***\n¦a  \n¦\\\n',
  '```\n¦```a\n¦````\n```\n¦~~~\n¦    a\n¦\ta\n¦ \n¦  \n¦\t\n¦<div>\n¦<!--\n¦$$\n¦\\[\n¦\\[\na\n',
  '| a ¦| a |\n¦|¦|-¦|-|\n¦| a |\n|---|\n¦a|b\n¦- a\n  b\n¦- a\n  - b\n',
  '[a]: b\n¦[a]: <b\n¦[a]:\n¦[^a]: b\n¦[a]: b "c\n',
].flatMap(units => units.split('¦'))

/** Something before what is repeated, that makes it another thing. */
const BEHIND: [head: string, unit: string][] = [
  ['```\n', 'let a = 1\n'],
  ['```js\n', '`'],
  ['- a\n\n  ```\n', '  let a = 1\n'],
  ['> ```\n', '> let a = 1\n'],
  ['| a | b |\n|---|---|\n', '| c | d |\n'],
  ['| a | b |\n|---|---|\n', '| **c | `d |\n'],
  ['| a | b |\n|---|---|\n', '|'],
  ['- a\n', '  - b\n'],
  ['- a\n', '  b\n'],
  ['1. a\n', '   b **c** `d`\n'],
  ['- ', 'a '],
  ['> ', 'a '],
  ['# ', 'a '],
  ['$$\n', 'a + \\frac{b}{c}\n'],
  ['\\[\n', 'a + b \\\\\n'],
  ['$', '{'],
  ['$$', '\\frac{'],
  ['**', 'a '],
  ['[', 'a '],
  ['[a](', 'a'],
  ['`', 'a '],
  ['a **b', ' c'],
  ['a\n\n', '  '],
  ['[a]: ', 'b'],
  ['<', 'a '],
]

/** Deeper with each line. */
const DEEPER: Record<string, (length: number) => string> = {
  'a list in a list in a list': length => {
    let text = ''
    for (let n = 0; text.length < length; n += 1) text += `${' '.repeat(2 * (n % 100))}- a\n`
    return text
  },
  'a quote in a quote in a quote': length => {
    let text = ''
    for (let n = 0; text.length < length; n += 1) text += `${'>'.repeat(n % 100)} a\n`
    return text
  },
  'brackets that close at the end': length => '['.repeat(length / 2) + ']'.repeat(length / 2),
  'emphasis that closes at the end': length => '*a '.repeat(length / 6) + ' a*'.repeat(length / 6),
  'runs of backticks, each longer': length => {
    let text = ''
    for (let n = 1; text.length < length; n += 1) text += `${'`'.repeat(n % 300)} a `
    return text
  },
}

/** Some of everything, by chance. */
function thrown(seed: number): (length: number) => string {
  const next = random(seed)
  const units = Array.from({ length: 4 }, () => UNITS[Math.floor(next() * UNITS.length)] ?? 'a')
  return length => {
    const again = random(seed)
    let text = ''
    while (text.length < length) text += units[Math.floor(again() * units.length)] ?? 'a'
    return text
  }
}

export interface Shape {
  name: string
  /** About so many characters of it. */
  text: (length: number) => string
}

export const SHAPES: Shape[] = [
  ...UNITS.map(unit => ({ name: unit, text: (length: number) => unit.repeat(length / unit.length) })),
  ...BEHIND.map(([head, unit]) => ({
    name: `${head}${unit}${unit}…`,
    text: (length: number) => head + unit.repeat(length / unit.length),
  })),
  ...Object.entries(DEEPER).map(([name, text]) => ({ name, text })),
  ...Array.from({ length: 20 }, (_, n) => ({ name: `thrown together ${n}`, text: thrown(n) })),
]
