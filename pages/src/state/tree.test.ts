/** One path through a tree of messages. */

import { test } from 'vitest'
import type { Message } from '../../../workers/protocol/nouns.ts'
import { exchanges, visiblePath } from './tree.ts'

const message = (id: string, parent: string | null): Message => ({
  id,
  parent,
  role: id.startsWith('q') ? 'user' : 'assistant',
  status: 'done',
  text: id,
  createdAt: 0,
})

const tree = [
  message('q1', null),
  message('a1', 'q1'),
  message('a2', 'q1'),
  message('q2', 'a1'),
  message('q3', 'a2'),
  message('q4', 'a2'),
]
const idsOf = (chosen: [string | null, string][]) =>
  visiblePath(tree, new Map(chosen)).map(step => step.message.id)

test('the newest version is shown where none was chosen', ({ expect }) => {
  expect(idsOf([])).toEqual(['q1', 'a2', 'q4'])
})

test('a choice leads down its own branch', ({ expect }) => {
  expect(idsOf([['q1', 'a1']])).toEqual(['q1', 'a1', 'q2'])
  expect(idsOf([['a2', 'q3']])).toEqual(['q1', 'a2', 'q3'])
})

test('a choice that is not there any more is no choice', ({ expect }) => {
  expect(idsOf([['q1', 'gone']])).toEqual(['q1', 'a2', 'q4'])
})

test('each step knows its versions, oldest first', ({ expect }) => {
  expect(visiblePath(tree, new Map()).map(step => step.versions)).toEqual([
    ['q1'],
    ['a1', 'a2'],
    ['q3', 'q4'],
  ])
})

test('a question without an answer stands alone', ({ expect }) => {
  const pairs = exchanges(visiblePath(tree, new Map()))
  expect(pairs.map(({ question, answer }) => [question.message.id, answer?.message.id])).toEqual([
    ['q1', 'a2'],
    ['q4', undefined],
  ])
})
