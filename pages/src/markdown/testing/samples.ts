/** What models write on an ordinary day, and what makes a renderer of half-finished text stumble. */

/** A repeatable stream of numbers in [0, 1), so that a failing test fails again. */
export function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/** Pieces of 1 to `most` characters, which may well part a character of two code units. */
export function pieces(text: string, most: number, next: () => number): string[] {
  const cut: string[] = []
  for (let at = 0; at < text.length;) {
    const length = 1 + Math.floor(next() * most)
    cut.push(text.slice(at, at + length))
    at += length
  }
  return cut
}

/** About the pieces that a model's tokens are: a word with the space before it, or one sign. */
export const tokens = (text: string): string[] =>
  text.match(/ ?[\p{L}\p{N}]{1,6}|\s+|[^\p{L}\p{N}\s]/gu) ?? []

const SCRAPS =
  '- |  |\n|\n|\n\n|> |```|~~~|# |1. |2. |10) |+ |a|b c|**|*|_|`|[x]|[x]: https://e.com|\t|---|===|    |<div>|[ ] |\\\\|~~' +
  '|![i](https://e.com/i)|[l](https://e.com)|  \n|: |\n\n\n|-|&amp;|重点：**|<br>|^|!' +
  '|$|$$|$x$|\\(|\\)|\\[|\\]|$$\n|\\[\n|\n\\]|<sub>a</sub>|<kbd>|https://e.com/a，|www.e.com。|~|1|'

/** Markers thrown together as no one would write them. */
export function jumble(next: () => number): string {
  const scraps = [...SCRAPS.split('|'), '|', '| a | b |\n', '|---|---|\n']
  const length = 3 + Math.floor(next() * 22)
  return Array.from({ length }, () => scraps[Math.floor(next() * scraps.length)] ?? '').join('')
}

export const SAMPLES: string[] = [
  'A plain answer in one line.',
  '42',
  'Call my_func_name with **two** arguments, *not* three, and `x_y` or ***both***.',
  '## Title\n\nText under it.\n\n### Deeper\nno blank line before this',
  'Title\n=====\n\nLower\n-----\n\nText',
  'Here are some:\n- one\n- two\n- three',
  'Here are some:\n\n* one\n* two\n\n* three, loose\n\nAfter.',
  '1. First\n\n   ```bash\n   npm install\n   ```\n\n2. Second\n\n   A second paragraph.\n\n3. Third',
  '- a\n  - b\n    - c\n      - d\n- e\n\n  text of e\n\n  > a quote in e',
  '- a\n\n-',
  '- a\n\n- b\n\n1. c\n2. d\n\n10. e',
  '3. Begins at three\n4. and goes on',
  '- [ ] to do\n- [x] done\n- [ ] **bold** to do\n\n- [x] loose',
  '```ts\nconst a = 1\n\nconst b = `x${a}`\n```\n\nText.\n\n~~~python\nprint("~")\n~~~',
  '````md\n```js\nnested\n```\n````\n\nAfter',
  '```\nnever closed\n- not a list\n# not a heading',
  '    indented code\n\n    more of it\n\nText',
  '| Name | Count |\n|:-----|------:|\n| a | 1 |\n| `b` | **2** |\n\nAfter the table.',
  'Name | Count\n--- | ---\na | 1\nno pipe\n\nText',
  '| only | a header |\n\nnot a table',
  '| a<br>b | c \\| d |\n|---|:-:|\n| e | f |',
  '> A quote\n> with two lines\nand a lazy one\n\n> > nested\n\nText',
  '> - list in a quote\n>   ```js\n>   x\n>   ```\n> end',
  'See [the docs](https://example.com/a_(b)_c "Title") and <https://example.org>, https://example.net/x_y_z.',
  'www.example.com, mail me@example.com or [mail](mailto:me@example.com).',
  'A [reference][1], [another] and [one without].\n\nText\n\n[1]: https://example.com/one\n[another]: https://example.com/two "t"',
  '[1]: https://example.com/first\n\nDefined [before][1].\n\n> [in a quote][q]\n\n- [q]: https://example.com/q',
  'A claim[^1] and another[^2].\n\n[^1]: Source\n[^2]: Another source',
  'One ~~struck~~ word, a ~tilde~, 2 * 3 * 4 and 5*6*7, snake_case_name, **bold**text.',
  'Costs $5 and $10; AT&amp;T, &copy; 2026, &#8364;, &nosuch; 1 < 2 && 3 > 2.',
  'Line one  \nline two\\\nline three\nline four',
  '***\n\n---\n\n___\n\nText\n***\nText',
  'Text\n---\nText\n\n- \n-\n+ x',
  'Windows\r\nline ends\r\n\r\n- a\r\n- b\r\n\tindented\r\n',
  'Emoji 👩‍💻🎉 and 𝒳, **重点：**内容, مرحبا **بالعالم**.',
  '<div>\n\n**bold** inside\n\n</div>\n\n<b>tag</b> and <br> and <!-- comment -->',
  '![An image](https://example.com/i.png) and [![badge](https://example.com/b.svg)](https://example.com)',
  'Unclosed **bold and `code and [link](https://exa\n\nNext **paragraph*',
  '**Bold:** text\n**Bold2:** text\n\n1) one\n2) two',
  '\\*not emphasis\\* \\# \\[x\\] `\\*`',
  'Term\n: not a definition list\n\n\n\n\nText after many blank lines\n\n\n',
  '#notaheading\n\n# \n\n#\n\n####### seven',
  '* a\n* b\n\n      code in b\n\n  c',
  'a\n    not code\n\n1. x\n   1. y\n      1. z\n\n      z2\n\n   y2\n\nend',
  'Ends with a fence\n```',
  'Ends in half a list\n\n1',
  '-\n\n  not in the list\n\n-    five spaces\n\n  in it',
  '`` code with ` in it `` and ``` `` ``` and `a',
  '| a |\n|---|\n| b |\n> quote\n| c |',
  '\n\n\nLeading blank lines\n \n\t\ntabs',
]
