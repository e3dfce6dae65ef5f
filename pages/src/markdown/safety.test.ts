/** Whatever a model writes, it stays words. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { HOSTILE } from './testing/hostile.ts'
import { type Opened, openPage } from './testing/open-page.ts'

declare const burrow: Exposed

const TAGS =
  'a blockquote br button code del div em figure h3 h4 h5 h6 header hr input li ol p pre span strong svg table tbody td th thead tr ul use'

const ATTRIBUTES =
  'aria-hidden aria-label checked class dir disabled href rel role start tabindex target title type'

const CLASSES = 'bare c chip code k mid num s sideways task tex to'

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** What stands on the page after each of these was written, character by character, and seen at every step. */
const seen = (texts: string[]) =>
  opened.page.evaluate(async hostile => {
    const found = { tags: new Set<string>(), names: new Set<string>(), classes: new Set<string>() }
    const hrefs = new Set<string>()
    const violations: string[] = []
    document.addEventListener('securitypolicyviolation', event => violations.push(event.violatedDirective))
    for (const text of hostile) {
      const root = burrow.said()
      const answer = burrow.markdown(root)
      const look = (): void => {
        for (const node of root.querySelectorAll('*')) {
          found.tags.add(node.localName)
          for (const { name } of node.attributes) found.names.add(name)
          for (const name of node.classList) found.classes.add(name)
          const href = node.getAttribute('href')
          if (href !== null) hrefs.add(href)
        }
      }
      for (const char of text) {
        answer.push(char)
        look()
      }
      answer.end()
      // oxlint-disable-next-line no-await-in-loop -- what would run or load needs a moment to do so
      await new Promise(done => setTimeout(done))
      look()
    }
    return {
      tags: [...found.tags],
      names: [...found.names],
      classes: [...found.classes],
      hrefs: [...hrefs],
      violations,
      ran: 'ran' in globalThis,
    }
  }, texts)

test('[V3] hostile text runs nothing, loads nothing, and breaks no policy', async ({ expect }) => {
  const { ran, violations } = await seen(HOSTILE)
  expect({ ran, violations, asked: opened.asked }).toEqual({ ran: false, violations: [], asked: [] })
})

test('[V3] hostile text yields only allowed elements, attributes and classes', async ({ expect }) => {
  const { tags, names, classes } = await seen(HOSTILE)
  expect(TAGS.split(' ')).toEqual(expect.arrayContaining(tags))
  expect(ATTRIBUTES.split(' ')).toEqual(expect.arrayContaining(names))
  expect(CLASSES.split(' ')).toEqual(expect.arrayContaining(classes))
})

test('[V3] only https, http and mailto addresses become links', async ({ expect }) => {
  const { hrefs } = await seen(HOSTILE)
  expect(hrefs.filter(href => !/^(https?:\/\/|mailto:|#i-(copy|image)$)/.test(href))).toEqual([])
})

/** The links that one text makes. */
const links = (text: string) =>
  opened.page.evaluate(source => {
    burrow.render([source])
    return [...document.querySelectorAll<HTMLAnchorElement>('.said a')].map(link => ({
      text: link.textContent,
      href: link.href,
      to: link.querySelector('.to')?.textContent ?? '',
      rel: link.rel,
      target: link.target,
    }))
  }, text)

test('[V3] a link opens apart, sends no referrer, and cannot reach back', async ({ expect }) => {
  const [link] = await links('[the docs](https://example.com/a)')
  expect(link).toMatchObject({ rel: 'noopener noreferrer nofollow', target: '_blank' })
})

test.for([
  ['[the docs](https://example.com/a)', 'example.com'],
  ['[https://bank.example](https://evil.example/bank.example)', 'evil.example'],
  ['[bank.example](https://bank.example@evil.example/)', 'evil.example'],
  ['[bank.example/login](https://bank.example/login)', ''],
  ['https://bank.example/login', ''],
  ['[b\u0430nk.example](https://b\u0430nk.example)', 'xn--bnk-6cd.example'],
  ['[write to us](mailto:me@example.com)', 'me@example.com'],
  ['[me@example.com](mailto:me@example.com)', ''],
] as const)('[V3] %s says that it leads to "%s"', async ([text, to], { expect }) => {
  expect((await links(text)).map(link => link.to)).toEqual([to && ` (${to})`])
})

test('[V3] an unsafe or relative address leaves the words alone', async ({ expect }) => {
  const text =
    '[a](javascript:alert(1)) [b](/api/forget) [c](#x) [d](data:text/html,x) ![e](x.png) ![f](data:image/png,x)'
  const html = await opened.page.evaluate(source => burrow.render([source]), text)
  expect(html).toBe('<p dir="auto">a b c d e f</p>')
})

test('[V3] absurd nesting is shown and does not break the page', async ({ expect }) => {
  const texts = [
    '>'.repeat(5000),
    '- '.repeat(3000),
    '*a '.repeat(3000),
    '**a _b '.repeat(500) + '_** '.repeat(500),
  ]
  const depths = await opened.page.evaluate(
    all =>
      all.map(text => {
        burrow.render([`${text}x`, '\n\nafter'])
        const depth = (node: Element): number => 1 + Math.max(0, ...[...node.children].map(depth))
        return depth(document.body)
      }),
    texts
  )
  for (const depth of depths) expect(depth).toBeLessThan(100)
})
