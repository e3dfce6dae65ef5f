/** The markup of an answer is the look's own. */
import { afterAll, beforeAll, test } from 'vitest'
import type { Exposed } from './testing/exposed.ts'
import { type Opened, openPage } from './testing/open-page.ts'

declare const burrow: Exposed

let opened: Opened

beforeAll(async () => {
  opened = await openPage()
})
afterAll(() => opened.close())

const html = (...parts: string[]) => opened.page.evaluate(all => burrow.render(all), parts)

const icon = (name: string) => `<svg aria-hidden="true"><use href="#i-${name}"></use></svg>`

const box = (state: string) => `<input type="checkbox" disabled="" ${state}>`

const figure = (name: string, code: string) =>
  `<figure class="code"><header><span>${name}</span><button type="button" class="bare">${icon('copy')}Copy</button>` +
  `</header><pre tabindex="0"><code>${code}</code></pre></figure>`

test.for([
  ['# One', '<h3 dir="auto">One</h3>'],
  ['## Two', '<h3 dir="auto">Two</h3>'],
  [
    '### Three\n\n#### Four\n\n# One\n\n###### Six',
    '<h3 dir="auto">Three</h3><h4 dir="auto">Four</h4><h3 dir="auto">One</h3><h4 dir="auto">Six</h4>',
  ],
  ['a **b** *c* ~~d~~ `e`', '<p dir="auto">a <strong>b</strong> <em>c</em> <del>d</del> <code>e</code></p>'],
  ['**重点：**内容', '<p dir="auto"><strong>重点：</strong>内容</p>'],
  ['a  \nb<br>c', '<p dir="auto">a<br>b<br>c</p>'],
  ['> a\n>\n> b', '<blockquote dir="auto"><p>a</p><p>b</p></blockquote>'],
  ['3. a\n4. b', '<ol dir="ltr" start="3"><li dir="auto">a</li><li dir="auto">b</li></ol>'],
  ['- a\n  - b\n\n---', '<ul dir="ltr"><li dir="auto">a<ul><li dir="auto">b</li></ul></li></ul><hr>'],
  ['a[^1]\n\n[^1]: Source', '<p dir="auto">a[^1]</p><p dir="auto">[^1]: Source</p>'],
  ['&copy; AT&amp;T &#8364; &nosuch;', '<p dir="auto">© AT&amp;T € &amp;nosuch;</p>'],
  [
    'H<sub>2</sub>O, x<sup>*n*</sup>, <kbd>Ctrl</kbd><mark>a</mark>, <sub>open, <SUB onclick="x">y</SUB>',
    '<p dir="auto">H<sub>2</sub>O, x<sup><em>n</em></sup>, <kbd>Ctrl</kbd><mark>a</mark>, &lt;sub&gt;open, &lt;SUB onclick="x"&gt;y&lt;/SUB&gt;</p>',
  ],
  ['每天3~5次，每次100~200毫升。', '<p dir="auto">每天3~5次，每次100~200毫升。</p>'],
  ['Roses are red\nViolets are blue', '<p dir="auto">Roses are red\nViolets are blue</p>'],
  ['a<br>\nb', '<p dir="auto">a<br>b</p>'],
  ['<b>x</b> <!-- y -->', '<p dir="auto">&lt;b&gt;x&lt;/b&gt; &lt;!-- y --&gt;</p>'],
] as const)('%s', async ([text, expected], { expect }) => {
  expect(await html(text)).toBe(expected)
})

test('a task is a box that says its state and cannot be ticked', async ({ expect }) => {
  expect(await html('- [x] a\n- [ ] b')).toBe(
    `<ul dir="ltr"><li class="task" dir="auto">${box('checked="" aria-label="Done"')} a</li>` +
      `<li class="task" dir="auto">${box('aria-label="To do"')} b</li></ul>`
  )
})

test('a table scrolls in a named region that takes focus', async ({ expect }) => {
  expect(await html('| a | b | c |\n|---|--:|:-:|\n| d | e |')).toBe(
    '<div class="sideways" tabindex="0" role="region" aria-label="Table"><table dir="ltr">' +
      '<thead><tr><th>a</th><th class="num">b</th><th class="mid">c</th></tr></thead>' +
      '<tbody><tr><td>d</td><td class="num">e</td><td class="mid"></td></tr></tbody></table></div>'
  )
})

test('[V3] an image is a chip that says what it shows and whose it is', async ({ expect }) => {
  expect(await html('![A *plot*](https://example.com/a.png)')).toBe(
    '<p dir="auto"><a class="chip" href="https://example.com/a.png" target="_blank"' +
      ` rel="noopener noreferrer nofollow">${icon('image')}A plot <span>example.com</span></a></p>`
  )
})

test('an image inside a link is its words, for a link cannot hold another', async ({ expect }) => {
  expect(await html('[![Build](https://example.com/b.svg)](https://example.com)')).toContain(
    '>Build<span class="to"> (example.com)</span></a>'
  )
})

test('code has its language, a Copy button and its source', async ({ expect }) => {
  expect(await html('```cobol\nSTOP RUN\n```')).toBe(figure('cobol', 'STOP RUN'))
  expect(await html('    indented\n\n    code')).toBe(figure('', 'indented\n\ncode'))
})

const later = (selector: string) => opened.page.locator(selector).first().waitFor({ timeout: 5_000 })

const shown = () => opened.page.evaluate(() => burrow.html(document.querySelector('.said') ?? document.body))

test('code is coloured when its fence closes, also inside a list', async ({ expect }) => {
  await html("1. Do\n\n   ```ts\n   const a = 'x' // y\n   ```\n\n2. Done")
  await later('.said .k')
  const coloured = '<span class="k">const</span> a = <span class="s">\'x\'</span> <span class="c">// y</span>'
  expect(await shown()).toContain(figure('TypeScript', coloured))
})

test('code that the model never closed is coloured at the end', async ({ expect }) => {
  await html('> ```py\n> return 1')
  await later('.said .k')
  expect(await shown()).toContain(figure('Python', '<span class="k">return</span> 1'))
})

test('code that is still being written is left plain', async ({ expect }) => {
  const plain = await opened.page.evaluate(async () => {
    const root = burrow.said()
    burrow.markdown(root).push('```ts\nconst a = 1\nconst b')
    await new Promise(done => setTimeout(done, 100))
    return burrow.html(root)
  })
  expect(plain).toBe(figure('TypeScript', 'const a = 1\nconst b'))
})

test('Copy takes the source, says so for two seconds, and is itself again', async ({ expect }) => {
  await opened.page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await html('```ts\nconst a = 1\n\nconst b = 2\n```')
  await later('.said .k')
  const button = opened.page.locator('.said button')
  await button.click()
  await opened.page.getByText('Copied', { exact: true }).waitFor()
  expect(await opened.page.evaluate(() => navigator.clipboard.readText())).toBe('const a = 1\n\nconst b = 2')
  await opened.page.getByText('Copy', { exact: true }).waitFor({ timeout: 3_000 })
})
