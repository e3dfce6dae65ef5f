/** Formulas are drawn by the browser, and everything else that has a dollar or a backslash stays as it is. */
import { afterAll, beforeAll, describe, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { ANSWERS, EVERYDAY, FORMULAS, HARMLESS, HOSTILE_TEX } from './testing/formulas.ts'
import { type Opened, openPage } from './testing/open-page.ts'
import { pieces, random } from './testing/samples.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

/** Shows an answer in these pieces, and waits until each of its formulas is drawn or cannot be. */
const show = (...parts: string[]) =>
  opened.page.evaluate(async all => {
    burrow.render(all)
    await burrow.drawn()
    const said = document.querySelector('.said')
    return {
      // Code is coloured when its grammar has come.
      html: said ? burrow.html(said).replaceAll(/<\/?span(?: class="[ksc]")?>/g, '') : '',
      text: said?.textContent ?? '',
      formulas: [...document.querySelectorAll('.said math')].map(
        math => math.getAttribute('display') ?? 'inline'
      ),
      sources: [...document.querySelectorAll('.said .tex')].map(
        tex => tex.getAttribute('data-source') ?? tex.textContent
      ),
    }
  }, parts)

describe('a formula', () => {
  test.for([
    ['\\(a + b\\) is a sum', ['inline']],
    ['so \\[a + b\\] is a sum', ['block']],
    ['\\[\na + b\n\\]', ['block']],
    ['$$\na + b\n$$', ['block']],
    ['Hence:\n$$\na + b\n$$\nand so on', ['block']],
    ['$$\n\na + b\n\n$$', ['block']],
    ['Let $x_1*x_2*x_3$ be **$y$** and $a*b*c$.', ['inline', 'inline', 'inline']],
    ['- item $a_1$ and $b_1$\n- \\(c\\)\n\n  \\[\n  d\n  \\]', ['inline', 'inline', 'inline', 'block']],
    ['| a | b |\n|---|---|\n| $x_1$ | \\(y_1\\) |', ['inline', 'inline']],
    ['> $$\n> a = b\n> $$', ['block']],
    ['## The $n$-th\n\ntext', ['inline']],
    ['$E = mc^2$。', ['inline']],
    ['设$x$为实数，则$x^2\\ge 0$。', ['inline', 'inline']],
  ] as const)('%s', async ([text, formulas], { expect }) => {
    const whole = await show(text)
    expect(whole.formulas).toEqual(formulas)
    for (const most of [1, 4]) expect(await show(...pieces(text, most, random(most)))).toEqual(whole)
  })

  test.for(EVERYDAY)('is not what is none: %s', async (text, { expect }) => {
    const shown = await show(text)
    expect(shown.formulas).toEqual([])
    expect(shown.sources).toEqual([])
  })

  test.for(HARMLESS)('keeps its source where it cannot be read: %s', async (text, { expect }) => {
    const shown = await show(text)
    expect(shown.formulas).toEqual([])
    expect(shown.text).toContain(text)
  })

  test('is shown as it is written while its end is still to come', async ({ expect }) => {
    for (const text of ['So \\[a*b*c + _d_', '$$\na*b*c\n- d\n\n', 'So \\(a*b*c', '\\[\n= b\n- c\n']) {
      const shown = await opened.page.evaluate(part => {
        const root = burrow.said()
        burrow.markdown(root).push(part)
        return root.innerText
      }, text)
      expect(shown.trim().replaceAll(/\s+/g, ' ')).toBe(text.trim().replaceAll(/\s+/g, ' '))
    }
  })

  test('of every kind that textbooks have is drawn', async ({ expect }) => {
    const failed: string[] = []
    for (const tex of FORMULAS) {
      const { formulas } = await show(`\\[${tex}\\]`)
      if (formulas.length !== 1) failed.push(tex)
    }
    expect(failed).toEqual([])
  })

  test.for(ANSWERS)(
    'in an answer is drawn each time, streamed or at once: $name',
    async ({ text, count }, { expect }) => {
      const whole = await show(text)
      expect(whole.formulas).toHaveLength(count)
      expect(await show(...pieces(text, 7, random(7)))).toEqual(whole)
    }
  )

  test('is drawn in the next answer too, however many the last one had', async ({ expect }) => {
    const many = `${'$a$ '.repeat(10)}\n\n`.repeat(310)
    const { formulas, sources } = await show(many)
    expect(formulas.length).toBeLessThan(sources.length)
    expect((await show('and $b$')).formulas).toHaveLength(1)
  })

  test('is copied as it was written', async ({ expect }) => {
    await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await show('Since $a_1$ is\n\n$$\n\\frac{a}{b}\n$$\n\nwe are done.')
    const copied = await opened.page.evaluate(async () => {
      getSelection()?.selectAllChildren(document.querySelector('.said') ?? document.body)
      document.execCommand('copy')
      return navigator.clipboard.readText()
    })
    expect(copied.replaceAll(/\n+/g, '\n').trim()).toBe('Since $a_1$ is\n$$\n\\frac{a}{b}\n$$\nwe are done.')
  })
})

describe('[V3] a formula cannot', () => {
  test.for(HOSTILE_TEX)('%s', async (tex, { expect }) => {
    opened.asked.length = 0
    for (const text of [`$${tex}$`, `\\[${tex}\\]`]) await show(text)
    const found = await opened.page.evaluate(() => ({
      ran: Reflect.get(globalThis, 'ran'),
      foreign: [
        ...document.querySelectorAll(
          '.said :is(a, img, script, style, iframe, svg, form, [href], [src], [id])'
        ),
      ].map(node => node.outerHTML),
      handlers: [...document.querySelectorAll('.said *')].flatMap(node =>
        [...node.attributes].filter(
          ({ name, value }) =>
            name.startsWith('on') || (/url\(|javascript:/i.test(value) && name !== 'data-source')
        )
      ).length,
    }))
    expect(found).toEqual({ ran: undefined, foreign: [], handlers: 0 })
    expect(opened.asked).toEqual([])
  })

  test('be expanded, or opened, without end', async ({ expect }) => {
    const bombs = [
      '\\def\\a{\\a\\a}\\a',
      '\\def\\a{xxxxxxxxxx}\\def\\b{\\a\\a\\a\\a\\a\\a\\a\\a\\a\\a}\\def\\c{\\b\\b\\b\\b\\b\\b\\b\\b\\b\\b}\\def\\d{\\c\\c\\c\\c\\c\\c\\c\\c\\c\\c}\\d\\d\\d\\d\\d\\d',
      '{'.repeat(3_000),
      '\\frac{'.repeat(600),
      '\\left('.repeat(600),
    ]
    for (const tex of bombs) expect((await show(`\\[${tex}\\]`)).formulas).toEqual([])
    // Deep, and still one: it is drawn or stands as it is, and the page lives.
    for (const tex of [
      `${'\\frac{a}{'.repeat(300)}b${'}'.repeat(300)}`,
      '\\sqrt'.repeat(700),
      `${'x_{'.repeat(900)}y${'}'.repeat(900)}`,
    ])
      expect((await show(`\\[${tex}\\]`)).sources).toHaveLength(1)
  })
})
