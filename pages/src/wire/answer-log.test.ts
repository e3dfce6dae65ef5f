/** Thinking and text come mixed; a position counts both. */

import { test } from 'vitest'
import { AnswerLog } from './answer-log.ts'

/** Keeps what a reader of a flow would show. */
function shown() {
  const reader = {
    text: '',
    ends: 0,
    push(delta: string) {
      reader.text += delta
    },
    reset(text = '') {
      reader.text = text
    },
    end() {
      reader.ends++
    },
  }
  return reader
}

test('a rewind cuts thinking and text in the order in which they came', ({ expect }) => {
  const log = new AnswerLog()
  log.push('thinking', 'Hmm. ')
  log.push('text', 'First. ')
  log.push('thinking', 'Wait. ')
  log.push('text', 'Second.')
  log.rewind(15)
  expect([log.thinking.text, log.text.text]).toEqual(['Hmm. Wai', 'First. '])
  log.push('text', 'Third.')
  log.rewind(5)
  expect([log.thinking.text, log.text.text]).toEqual(['Hmm. ', ''])
})

test('a rewind to where the answer stands changes nothing', ({ expect }) => {
  const log = new AnswerLog('Hmm.', 'Yes.')
  log.rewind(8)
  expect([log.thinking.text, log.text.text]).toEqual(['Hmm.', 'Yes.'])
})

test('a reader that comes late gets all there is, then what comes', ({ expect }) => {
  const log = new AnswerLog()
  const reader = shown()
  log.push('text', 'One ')
  log.text.follow(reader)
  log.push('text', 'two')
  expect(reader.text).toBe('One two')
})

test('what history keeps wins over what was seen', ({ expect }) => {
  const log = new AnswerLog('', 'One tow')
  const reader = shown()
  log.text.follow(reader)
  log.end('', 'One two')
  expect(reader).toMatchObject({ text: 'One two', ends: 1 })
})

test('a reader that left hears no more', ({ expect }) => {
  const log = new AnswerLog()
  const reader = shown()
  log.text.follow(reader)()
  log.push('text', 'One')
  expect(reader.text).toBe('')
})
