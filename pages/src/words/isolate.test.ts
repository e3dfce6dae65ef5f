/** A name that somebody chose cannot turn the sentence around it. */

import { test } from 'vitest'
import { isolate } from './isolate.ts'

test.for(['Tides', 'qwen3:14b', '潮汐', 'Приливы 🌊'])('%s stays as it is', (name, { expect }) => {
  expect(isolate(name)).toBe(name)
})

test.for([
  ['Hebrew', 'גאות'],
  ['Arabic', 'المد'],
  ['Adlam, beyond the first plane', '\u{1e900}'],
] as const)('a name in %s keeps its direction to itself', ([, name], { expect }) => {
  expect(isolate(name)).toBe(`\u2068${name}\u2069`)
})

test('an override does nothing, nor does the end of an isolate that nobody began', ({ expect }) => {
  expect(isolate('a\u202eb\u2069c')).toBe('\u2068abc\u2069')
})
