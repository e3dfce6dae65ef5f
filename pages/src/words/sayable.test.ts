/** What somebody hears of an answer. */

import { test } from 'vitest'
import { sayable, sentencesOf } from './sayable.ts'

test('only whole sentences are said while more is coming', ({ expect }) => {
  expect(sentencesOf('One. Two is not')).toBe('One. ')
  expect(sentencesOf('Nothing yet')).toBe('')
  expect(sentencesOf('一。二还没')).toBe('一。')
  expect(sentencesOf('A line\nand')).toBe('A line\n')
})

test('a text without an end of a sentence is said all the same, up to a word', ({ expect }) => {
  const endless = 'word '.repeat(200)
  expect(sentencesOf(`${endless}half`)).toBe(endless)
})

test('marks are not said', ({ expect }) => {
  const said = (text: string) => sayable(text, false).text
  expect(said('## A **heading**')).toBe('A heading')
  expect(said('- a [link](https://example.com) and `code`')).toBe('a link and code')
  expect(said('| a | b |\n| --- | --- |\n| 1 | 2 |')).toBe('a, b 1, 2')
  expect(said('> quoted\n\n---\n\nnot')).toBe('quoted not')
  expect(said('2 * 3, 2*3, 3~5 and snake_case *stay*')).toBe('2 * 3, 2*3, 3~5 and snake_case stay')
})

test('code is named, not spelt out, wherever the text is cut', ({ expect }) => {
  const first = sayable('Look:\n```js\nlet a\n', false)
  expect(first).toEqual({ text: 'Look: Code.', inCode: true })
  expect(sayable('let b\n```\nThat is all.', first.inCode)).toEqual({ text: 'That is all.', inCode: false })
})
