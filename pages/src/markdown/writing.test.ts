/** What is seen while an answer is being written. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'
import { tokens } from './testing/samples.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** The page after each of these pieces. */
const steps = (parts: string[]) =>
  opened.page.evaluate(all => {
    const root = burrow.said()
    const { push } = burrow.markdown(root)
    return all.map(part => {
      push(part)
      return { html: burrow.html(root), text: root.textContent }
    })
  }, parts)

const PROSE = `## Backing up **a busy** database

Never *copy* the file while it is **open**. With \`write-ahead\` logging, see [the backup API](https://sqlite.org/x_y)
or ***read*** the ~~old~~ manual, __twice__.

1. **Snapshot:** \`VACUUM INTO 'x'\` writes a *clean* copy.
   - needs **free space** for [the file](https://example.com/a_(b));
   - does not **block *writers* at** all.
2. **重点：**内容, and \`\`code\`\`.

| **Way** | \`Code\` | [Link](https://example.com) |
|:---|:---:|---:|
| **bold** | \`x\` | [y](https://example.com/y) |

> A **quote** with ![a picture](https://example.com/i.png) in it<br>and a line.

- [ ] **to do**
- [x] done \`x\`
`

test.for([
  ['token by token', tokens(PROSE)],
  ['character by character', PROSE.split('')],
] as const)('no marker is seen before it means something, %s', async ([, parts], { expect }) => {
  const marked = (await steps([...parts])).filter(step => /[*`[\]|~_]|<br|[^\w]#/.test(step.text))
  expect(marked.map(step => step.text.slice(-40))).toEqual([])
})

test('a list under a paragraph does not make it a heading for a moment', async ({ expect }) => {
  const seen = await steps(['Here:', '\n', '-', ' ', 'one', '\n', '-', ' two'])
  expect(seen.filter(step => step.html.includes('<h'))).toEqual([])
})

test('a table is one from its first line', async ({ expect }) => {
  const seen = await steps(tokens('| Way | Count |\n|---|--:|\n| a | 1 |'))
  const first = seen.findIndex(step => step.html !== '')
  expect(seen.slice(first).filter(step => !step.html.startsWith('<div class="sideways"'))).toEqual([])
})

test('what only looked like a table becomes text again', async ({ expect }) => {
  const html = await opened.page.evaluate(() => burrow.render(['| just', ' a line |', '\nand text']))
  expect(html).toBe('<p dir="auto">| just a line |\nand text</p>')
})

test('literal signs stay', async ({ expect }) => {
  const seen = await steps([
    '2 * 3',
    ' and 5*6',
    ' in snake_case',
    ' and array[0]',
    ' cost ~5',
    '; AT&T',
    '!',
  ])
  expect(seen.at(-1)?.text).toBe('2 * 3 and 5*6 in snake_case and array[0] cost ~5; AT&T!')
})

test('a language is named when all of its name is there', async ({ expect }) => {
  const seen = await steps(['``', '`py', 'thon', '\n', 'x'])
  expect(seen.slice(0, 3).map(step => step.html)).toEqual(['', '', ''])
  expect(seen.at(-1)?.html).toContain('<span>Python</span>')
})

test('nothing is kept back at the end', async ({ expect }) => {
  const html = await opened.page.evaluate(() => burrow.render(['Done', '\n\n', '1', '']))
  expect(html).toBe('<p dir="auto">Done</p><p dir="auto">1</p>')
})

test('characters cut in half arrive whole', async ({ expect }) => {
  const html = await opened.page.evaluate(() => burrow.render(['a\ud83c', '\udf89', 'b\r', '\nc', '\ud83c']))
  expect(html).toBe('<p dir="auto">a🎉b\nc\ufffd</p>')
})

test('reset starts again from the text it is given, and writing goes on', async ({ expect }) => {
  const html = await opened.page.evaluate(() => {
    const root = burrow.said()
    const answer = burrow.markdown(root)
    answer.push('# Old\n\n[x]: https://old.example\n\nText that is taken ba')
    answer.reset('A [x] **new')
    answer.push(' one**')
    answer.end()
    return burrow.html(root)
  })
  expect(html).toBe('<p dir="auto">A [x] <strong>new one</strong></p>')
})

test('writing can go on after the end', async ({ expect }) => {
  const html = await opened.page.evaluate(() => {
    const root = burrow.said()
    const answer = burrow.markdown(root)
    answer.push('- [a][1]\n- **b')
    answer.end()
    answer.push('** c\n\n[1]: https://example.com')
    answer.end()
    return root.textContent
  })
  expect(html).toBe('a (example.com)b c')
})
