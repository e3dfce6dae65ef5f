/** One path through a tree of messages of which the page holds pieces. */

import { test } from 'vitest'
import type { PathMessage } from '../../../workers/protocol/nouns.ts'
import { choose, EMPTY, exchanges, hasEarlier, pathOf, type Tree } from './tree.ts'
import { add, ghosts, merge, OWN, without } from './tree-changes.ts'

const message = (id: string, parent: string | null, siblings?: string[]): PathMessage => ({
  id,
  parent,
  role: /^(q|asked)/.test(id) ? 'user' : 'assistant',
  status: 'done',
  text: id,
  createdAt: 0,
  ...(siblings && { siblings }),
})

const silent = () => undefined
const holding = (tip: string, ...messages: PathMessage[]): Tree => ({
  ...merge(EMPTY, messages, silent),
  tip,
})

const whole = [
  message('q1', null),
  message('a1', 'q1'),
  message('a2', 'q1'),
  message('q2', 'a1'),
  message('q3', 'a2'),
  message('q4', 'a2'),
]
const idsOf = (tree: Tree) => pathOf(tree).map(step => step.message.id)
const versionsIn = (tree: Tree) => pathOf(tree).map(step => step.versions)

test('from a message on it, a path goes up to the root and on by the newest versions', ({ expect }) => {
  expect(idsOf(holding('q1', ...whole))).toEqual(['q1', 'a2', 'q4'])
  expect(idsOf(holding('q2', ...whole))).toEqual(['q1', 'a1', 'q2'])
  expect(idsOf(EMPTY)).toEqual([])
})

test('a choice leads down its own branch, and is kept for when somebody comes back to it', ({ expect }) => {
  const first = choose(holding('q4', ...whole), message('a1', 'q1'))
  expect(idsOf(first)).toEqual(['q1', 'a1', 'q2'])
  const older = choose(first, message('q3', 'a2'))
  expect(idsOf(choose(choose(older, message('a1', 'q1')), message('a2', 'q1')))).toEqual(['q1', 'a2', 'q3'])
})

test('each step knows its versions, oldest first, from what is held or from what Burrow listed', ({
  expect,
}) => {
  expect(versionsIn(holding('q4', ...whole))).toEqual([['q1'], ['a1', 'a2'], ['q3', 'q4']])
  const piece = [message('q1', null), message('a2', 'q1', ['a1', 'a2', 'a3'])]
  expect(versionsIn(holding('a2', ...piece))).toEqual([['q1'], ['a1', 'a2', 'a3']])
})

test('a version that was made here stands behind those that Burrow listed', ({ expect }) => {
  const tree = add(holding('a2', message('q1', null), message('a2', 'q1', ['a1', 'a2'])), [
    message('a3', 'q1'),
  ])
  expect(versionsIn(tree)).toEqual([['q1'], ['a1', 'a2', 'a3']])
  expect(idsOf(tree)).toEqual(['q1', 'a3'])
})

test('what is fetched again replaces what was held, and forgets no version', ({ expect }) => {
  const tree = holding('a2', message('q1', null), message('a2', 'q1', ['a1', 'a2']))
  const again = merge(tree, [{ ...message('a2', 'q1'), text: 'new' }], silent)
  expect(pathOf(again).at(-1)).toMatchObject({ message: { text: 'new' }, versions: ['a1', 'a2'] })
})

test('a path that begins in the middle says so, and grows upwards piece by piece', ({ expect }) => {
  const end = holding('a9', message('q9', 'a8'), message('a9', 'q9'))
  expect(hasEarlier(pathOf(end))).toBe(true)
  const more = merge(end, [message('q8', null), message('a8', 'q8')], silent)
  expect(idsOf(more)).toEqual(['q8', 'a8', 'q9', 'a9'])
  expect(hasEarlier(pathOf(more))).toBe(false)
})

test('a gap between two pieces is not passed over', ({ expect }) => {
  const apart = holding(
    'a9',
    message('q1', null),
    message('a1', 'q1'),
    message('q9', 'a8'),
    message('a9', 'q9')
  )
  expect(idsOf(apart)).toEqual(['q9', 'a9'])
})

test('with an answer a question gets the name that Burrow has for it', ({ expect }) => {
  const asked = add(EMPTY, [message(`${OWN}t`, null), message('t', `${OWN}t`)])
  const names: string[][] = []
  const told = merge(asked, [message('t', 'q1')], (...both) => void names.push(both))
  expect(idsOf(told)).toEqual(['q1', 't'])
  expect(names).toEqual([[`${OWN}t`, 'q1']])
  // The question itself may come in the same piece.
  expect(idsOf(merge(asked, [message('q1', null), message('t', 'q1')], silent))).toEqual(['q1', 't'])
})

test('what was refused is gone, and what was shown before is shown', ({ expect }) => {
  const before = holding('a1', message('q1', null), message('a1', 'q1'))
  const asked = add(before, [message(`${OWN}t`, 'a1'), message('t', `${OWN}t`)])
  expect(without(asked, new Set([`${OWN}t`, 't']), before.tip)).toEqual(before)
})

test('what Burrow never heard of is a ghost', ({ expect }) => {
  const asked = add(holding('a1', message('q1', null), message('a1', 'q1')), [
    message(`${OWN}t`, 'a1'),
    { ...message('t', `${OWN}t`), status: 'running' },
  ])
  expect([...ghosts(asked, [message('q1', null), message('a1', 'q1')])]).toEqual([`${OWN}t`, 't'])
})

test('a question without an answer stands alone', ({ expect }) => {
  const pairs = exchanges(pathOf(holding('q4', ...whole)))
  expect(pairs.map(({ question, answer }) => [question.message.id, answer?.message.id])).toEqual([
    ['q1', 'a2'],
    ['q4', undefined],
  ])
})
