/** What is sent of what was written. */

import { test } from 'vitest'
import { QUESTION_CHARS } from '../../../workers/protocol/limits.ts'
import { excessOf, trimQuestion } from './question.ts'

test.for([
  ['a question', 'a question'],
  ['    a: 1\n    b: 2', '    a: 1\n    b: 2'],
  ['\n\n\tif x:\n\t\ty\n\n', '\tif x:\n\t\ty'],
  ['  \n \t\n  first', '  first'],
  ['last  \n  \n\t', 'last  '],
  ['\u3000\u3000第一段', '\u3000\u3000第一段'],
  ['one\n\n\n  two', 'one\n\n\n  two'],
  [' \n\t ', ''],
  ['', ''],
] as const)('%j is sent as %j', ([written, sent], { expect }) => {
  expect(trimQuestion(written)).toBe(sent)
})

test('empty lines in their thousands cost no time, wherever they are', ({ expect }) => {
  const lines = ' \n'.repeat(QUESTION_CHARS)
  expect(trimQuestion(`${lines}a${lines}b${lines}`)).toBe(`a${lines}b${' '}`)
})

test('a question is too long by what is sent, and not by what is written', ({ expect }) => {
  const most = 'x'.repeat(QUESTION_CHARS)
  expect(excessOf(`\n${most}\n\n`)).toBe(0)
  expect(excessOf(` ${most}yy`)).toBe(3)
})
