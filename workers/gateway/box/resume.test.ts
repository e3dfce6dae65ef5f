/** Turns that were cut: they go on before all who have not begun, and take nothing from those. */

import { describe, expect, it } from 'vitest'
import { aHost, aQueue, aRun, aWaiter } from '../testing/queue.ts'
import { KEPT_CHANGES, order, type Queue } from './queue/order.ts'

const cut = (arrival: number, model: string) => aWaiter(arrival, model, { resumes: true })

const granted = (different: Partial<Queue>) =>
  order(aQueue(different)).grants.map(({ waiter, host }) => `${waiter.arrival} on ${host}`)

describe('a turn that was cut', () => {
  it('has the next free slot, before all who came earlier and want the loaded model', () => {
    expect(granted({ waiting: [aWaiter(1, 'a'), cut(5, 'b')] })).toEqual(['5 on h'])
  })

  it('has a slot where its model is loaded, if one is free there', () => {
    const hosts = [aHost({ name: 'first', loaded: ['b'] }), aHost({ name: 'second' })]
    expect(granted({ hosts, waiting: [aWaiter(1, 'a'), cut(5, 'a')] })).toEqual(['5 on second', '1 on first'])
  })

  it('has the slots of a full host next, where its model must be loaded', () => {
    const hosts = [aHost({ slots: 2 })]
    const waiting = [aWaiter(1, 'a'), cut(5, 'b')]
    expect(order(aQueue({ hosts, waiting, runs: [aRun()] }))).toEqual({ grants: [], idle: ['h'] })
    expect(granted({ hosts, waiting })).toEqual(['5 on h'])
  })

  it('comes after another that was cut and whose model is loaded', () => {
    expect(granted({ waiting: [cut(1, 'b'), cut(2, 'a')] })).toEqual(['2 on h'])
  })

  it('keeps nobody from a host that does not have its model', () => {
    const hosts = [aHost({ models: ['a'] }), aHost({ name: 'sick', well: false })]
    expect(granted({ hosts, waiting: [aWaiter(1, 'a'), cut(5, 'b')] })).toEqual(['1 on h'])
  })

  it('[Q1] has begun already: who wants the loaded model and goes on passes nobody by that', () => {
    const patient = aWaiter(2, 'b')
    const after = aWaiter(3, 'a', { visitor: 'v1', began: 1 })
    // Their turn began when arrival 1 was the last, before the patient came; that it went on since then counts for nothing.
    expect(granted({ waiting: [patient, after] })).toEqual(['3 on h'])
    expect(granted({ waiting: [patient, { ...after, began: 2 }] })).toEqual(['2 on h'])
  })

  it('[Q3] brings its model for nobody else: who waited long for another has that loaded next', () => {
    const now = KEPT_CHANGES * 8_000
    const waiting = [aWaiter(1, 'c'), aWaiter(2, 'b', { since: now })]
    const [grant] = order(aQueue({ now, waiting: [...waiting, cut(0, 'b')] })).grants
    expect(grant).toMatchObject({ waiter: { arrival: 0 }, loaded: ['b'], loadedAt: 0, loads: true })
    const then = now + 18_000
    expect(granted({ now: then, waiting, hosts: [aHost({ loaded: ['b'] })] })).toEqual(['1 on h'])
  })
})
