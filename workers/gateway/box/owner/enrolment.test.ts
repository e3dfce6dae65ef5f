/** Becoming an owner: by a code that works once, and not by guessing. */

import { describe, expect, it, vi } from 'vitest'
import { OWNER_TRIES } from '../../../protocol/owner.ts'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { shelf } from '../../testing/fake-box.ts'
import { Enrolment } from './enrolment.ts'
import { Rules } from './rules.ts'

inPretendedTime()

const CODE = 'hash of the code'
const WRONG = 'hash of another '

/** The rows live on when it dies. */
function born(rows = shelf()) {
  const rules = new Rules(rows)
  const put = vi.spyOn(rows, 'put')
  return { rows, put, rules, enrolment: new Enrolment(rows, rules) }
}

describe('a code', () => {
  it('makes one visitor an owner, also when the Box has died, and then it is used up', () => {
    const { rows, enrolment, rules } = born()
    expect(enrolment.enrol('ada', true, CODE)).toBe(true)
    expect(rules.isEnrolled('ada')).toBe(true)
    const next = born(rows)
    expect(next.rules.isEnrolled('ada')).toBe(true)
    for (const who of ['bob', 'ada']) expect(next.enrolment.enrol(who, true, CODE)).toBe(false)
    expect(next.rules.isEnrolled('bob')).toBe(false)
  })

  it('that is new makes another one an owner, and the one before stays used up when it is set again', () => {
    const { enrolment, rules } = born()
    expect(enrolment.enrol('ada', true, CODE)).toBe(true)
    expect(enrolment.enrol('bob', true, WRONG)).toBe(true)
    expect(enrolment.enrol('eva', true, CODE)).toBe(false)
    expect(['ada', 'bob', 'eva'].map(rules.isEnrolled)).toEqual([true, true, false])
  })

  it('that is not set makes nobody an owner, and is no try', () => {
    const { enrolment, put } = born()
    for (let n = 0; n <= OWNER_TRIES; n += 1) expect(enrolment.enrol('ada', true, null)).toBe(false)
    expect(put).not.toHaveBeenCalled()
    expect(enrolment.enrol('ada', true, CODE)).toBe(true)
  })
})

describe('wrong codes', () => {
  it('are heard five times an hour in all, whoever tries and whatever dies, and then not even the right one', async () => {
    const { rows, enrolment } = born()
    for (const who of ['a', 'b', 'c']) expect(enrolment.enrol(who, false, CODE)).toBe(false)
    const { enrolment: next, put, rules } = born(rows)
    put.mockClear()
    for (const who of ['d', 'a']) expect(next.enrol(who, false, CODE)).toBe(false)
    expect(put).toHaveBeenCalledTimes(2)
    expect(next.enrol('ada', true, CODE)).toBe(false)
    await pass(59 * 60)
    for (let n = 0; n < 100; n += 1) expect(next.enrol('f', false, CODE)).toBe(false)
    expect(put).toHaveBeenCalledTimes(2)
    await pass(60)
    expect(next.enrol('ada', true, CODE)).toBe(true)
    expect(rules.isEnrolled('ada')).toBe(true)
  })

  it('count where they are one that is used up', async () => {
    const { enrolment } = born()
    enrolment.enrol('ada', true, CODE)
    for (let n = 0; n < OWNER_TRIES; n += 1) enrolment.enrol('bob', true, CODE)
    expect(enrolment.enrol('bob', true, WRONG)).toBe(false)
    await pass(60 * 60)
    expect(enrolment.enrol('bob', true, WRONG)).toBe(true)
  })
})

it('whoever is struck is an owner no more', () => {
  const { enrolment, rules } = born()
  enrolment.enrol('ada', true, CODE)
  expect(enrolment.strike('bob')).toBe(false)
  expect(enrolment.strike('ada')).toBe(true)
  expect(rules.isEnrolled('ada')).toBe(false)
})
