/** A bare address ends where its writer ended it. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** The links of an answer: what each says, and where it leads. */
const links = (text: string) =>
  opened.page.evaluate(answer => {
    burrow.render([answer])
    return [...document.querySelectorAll('.said a')].map(link => [
      link.firstChild?.textContent,
      link.getAttribute('href'),
    ])
  }, text)

test.for([
  ['见 https://example.com/a，谢谢', 'https://example.com/a', 'https://example.com/a'],
  ['见 www.example.com，谢谢', 'www.example.com', 'http://www.example.com/'],
  ['地址是 https://example.com。', 'https://example.com', 'https://example.com/'],
  ['（https://example.com/a）', 'https://example.com/a', 'https://example.com/a'],
  ['「https://example.com/a」と', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/a谢谢', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/a؟', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/a…', 'https://example.com/a', 'https://example.com/a'],
  ['https://example.com/“a”', 'https://example.com/', 'https://example.com/'],
  ['<a href="https://example.com/x">x</a>', 'https://example.com/x', 'https://example.com/x'],
  ["href='https://example.com/x'>", 'https://example.com/x', 'https://example.com/x'],
  [
    'https://ja.wikipedia.org/wiki/東京都。',
    'https://ja.wikipedia.org/wiki/東京都',
    'https://ja.wikipedia.org/wiki/%E6%9D%B1%E4%BA%AC%E9%83%BD',
  ],
  ['See https://example.com/a_(b).', 'https://example.com/a_(b)', 'https://example.com/a_(b)'],
  ['(see https://example.com/a)', 'https://example.com/a', 'https://example.com/a'],
  ['**https://example.com/a**', 'https://example.com/a', 'https://example.com/a'],
  [
    'https://example.com/?a=1&b=2#c, then',
    'https://example.com/?a=1&b=2#c',
    'https://example.com/?a=1&b=2#c',
  ],
])('%s', async ([text, shown, href], { expect }) => {
  expect(await links(text ?? '')).toEqual([[shown, href]])
})

test('[V3] no bare address leads to a host that nobody wrote', async ({ expect }) => {
  const marks = [
    '，',
    '。',
    '、',
    '；',
    '：',
    '！',
    '？',
    '）',
    '」',
    '》',
    '”',
    '’',
    '…',
    '—',
    '،',
    '؛',
    '؟',
    '·',
    '．',
    '\u200b',
    '\u202e',
  ]
  for (const mark of marks) {
    for (const address of ['https://example.com', 'www.example.com', 'http://example.com:8080']) {
      const found = await links(`${address}${mark}谢谢.com`)
      expect(
        found.map(([, href]) => new URL(href ?? '').hostname),
        mark
      ).toEqual([address.includes('www') ? 'www.example.com' : 'example.com'])
    }
  }
})
