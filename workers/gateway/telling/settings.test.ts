/** How the owner's settings of telling are read. */

import * as v from 'valibot'
import { describe, it } from 'vitest'
import { TELLING } from './settings-schema.ts'

const taken = (name: keyof typeof TELLING, value: string) => v.safeParse(TELLING[name], value).success

describe('the settings of telling', () => {
  it.for([
    ['TELL_URL', 'https://hooks.slack.com/services/T0/B0/x'],
    ['TELL_URL', '"https://ntfy.sh/topic?tpl=1&m={{.text}}"'],
    ['TELL_URL', 'http://127.0.0.1:8080/hook'],
    ['TELL_URL', 'http://localhost/hook'],
    ['TELL_URL', 'http://[::1]:80/'],
    ['TELL_URL', ''],
    ['TELL_SECRET', 'x'.repeat(32)],
    ['TELL_EMAIL', 'me+burrow@example.co.uk'],
    ['TELL_PLAN', 'Paid'],
    ['TELL_BACKUP_DAYS', '0'],
  ] as const)('take %s as “%s”', ([name, value], { expect }) => {
    expect(taken(name, value)).toBe(true)
  })

  it.for([
    ['TELL_URL', 'http://hooks.example.com/x'],
    ['TELL_URL', 'http://127.0.0.1.example.com/x'],
    ['TELL_URL', 'http://10.0.0.5/x'],
    ['TELL_URL', 'https://me:secret@hooks.example.com/x'],
    ['TELL_URL', 'ftp://hooks.example.com/x'],
    ['TELL_URL', 'hooks'],
    ['TELL_URL', `https://hooks.example.com/${'x'.repeat(2_000)}`],
    ['TELL_SECRET', 'x'.repeat(31)],
    ['TELL_EMAIL', 'me'],
    ['TELL_EMAIL', 'me@example.com, you@example.com'],
    ['TELL_FROM', 'Burrow <burrow@example.com>'],
    ['TELL_PLAN', 'enterprise'],
    ['TELL_BACKUP_DAYS', '-1'],
  ] as const)('refuse %s as “%s”', ([name, value], { expect }) => {
    expect(taken(name, value)).toBe(false)
  })
})
