/** What is copied of a message. */

import { test } from 'vitest'
import type { Message } from '../../../workers/protocol/nouns.ts'
import { textToCopy } from './text-to-copy.ts'

const copied = (text: string) => textToCopy({ text } as Message)

test('empty lines at the beginning stay behind, and the white space of the first line does not', ({
  expect,
}) => {
  expect(copied('\n\n  \nHello')).toBe('Hello')
  expect(copied('\n\n    indented\n\n    code\n')).toBe('    indented\n\n    code\n')
  expect(copied('As it was.\n\n')).toBe('As it was.\n\n')
})
