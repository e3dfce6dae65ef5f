import { test } from 'vitest'
import { leftWords } from './left.ts'

test('what is left is said in whole minutes, and never more than there is', ({ expect }) => {
  expect([0, 59, 60, 119, 180].map(leftWords)).toEqual([
    'Less than a minute of the box left today.',
    'Less than a minute of the box left today.',
    '1 minute of the box left today.',
    '1 minute of the box left today.',
    '3 minutes of the box left today.',
  ])
})
