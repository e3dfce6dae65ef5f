/** Who is blocked asks nothing more, wherever they come from, and what they had asked ends. */

import { describe, expect, it } from 'vitest'
import { inPretendedTime, pass } from '../../testing/asking.ts'
import { from, home, limited, refused, takes } from '../../testing/limited.ts'
import { MODEL, Scene } from '../../testing/scene.ts'
import type { Desk } from '../desk.ts'

inPretendedTime()

const me = { by: 'me@example.com', visitors: ['me'] }

/** Under the pseudonym that is their name. */
const asks = async (
  desk: Desk,
  visitor: string,
  turn = `of ${visitor} ${crypto.randomUUID()}`,
  who = visitor
) => {
  const reply = await desk.admit({ turn, model: MODEL }, visitor, undefined, { who })
  return reply.ok ? null : reply.problem.code
}

const said = async (desk: Desk) => (await desk.owner.ownerView()).changes.map(({ what }) => what)

describe('somebody who is blocked', () => {
  it('may ask nothing, also after a death and under another pseudonym, until they are let again', async () => {
    const scene = new Scene()
    expect(await asks(scene.desk, 'ada')).toBeNull()
    expect(scene.desk.people.block(me, 'ada', false)).toEqual({ ok: true, value: [] })
    expect(await asks(scene.desk, 'ada')).toBe('blocked')
    expect(await asks(scene.desk, 'bob')).toBeNull()
    scene.dies()
    expect(await asks(scene.desk, 'ada', 'again', 'called otherwise')).toBe('blocked')
    const { visitors } = await scene.desk.owner.ownerView()
    expect(visitors.filter(({ blockedAt }) => blockedAt !== null)).toMatchObject([
      { who: 'called otherwise' },
    ])
    expect(scene.desk.people.unblock(me, 'called otherwise')).toMatchObject({ ok: true })
    expect(await asks(scene.desk, 'ada')).toBeNull()
    expect(await said(scene.desk)).toEqual(['Let called otherwise ask again.', 'Blocked ada.'])
  })

  it('loses what they asked: sessions are named, programs are told, and what was admitted begins no more', async () => {
    const scene = new Scene({ slots: 2 })
    const owner = 'ada'
    expect(await asks(scene.desk, owner, 'running')).toBeNull()
    expect(await scene.ask('running', { owner, who: owner })).toBe(0)
    expect(await scene.ask('waiting', { owner, who: owner })).toBe('queued')
    scene.holding.add('program')
    scene.desk.held('program')
    expect(await scene.ask('program', { program: owner, who: owner })).toBe('queued')
    expect(await asks(scene.desk, owner, 'admitted')).toBe('busy')
    const blocked = scene.desk.people.block(me, 'ada', false)
    expect(blocked).toMatchObject({ value: [{ turn: 'running' }, { turn: 'waiting' }] })
    expect(scene.over).toEqual(['program: blocked'])
    expect(scene.rows).toEqual({ waits: 1, leases: 1 })
    expect(await scene.ask('admitted', { owner })).toBe('blocked')
    expect(await scene.ask('program 2', { program: owner })).toBe('blocked')
  })

  it('is found by their pseudonym alone, and is nobody who does it', async () => {
    const scene = new Scene()
    await asks(scene.desk, 'me')
    expect(scene.desk.people.block(me, 'nobody', false)).toMatchObject({ problem: { code: 'not_found' } })
    expect(scene.desk.people.unblock(me, 'nobody')).toMatchObject({ problem: { code: 'not_found' } })
    for (const reply of [scene.desk.people.block(me, 'me', false), scene.desk.people.whose(me, 'me')])
      expect(reply).toMatchObject({ problem: { code: 'bad_request', message: 'This is you.' } })
    expect(await asks(scene.desk, 'me')).toBeNull()
    expect(scene.desk.people.unblock(me, 'me')).toMatchObject({ ok: true })
    expect(await said(scene.desk)).toEqual([])
  })

  it('is one of a thousand at most; one more is refused, and nobody is let ask again for it', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100000' })
    for (let n = 0; n <= 1_000; n += 1) await refused(box, { who: `v${n}` })
    for (let n = 0; n < 1_000; n += 1) box.desk.people.block(me, `v${n}`, false)
    expect(box.desk.people.block(me, 'v1000', false)).toMatchObject({
      problem: { message: '1000 are blocked already. Let somebody ask again first.' },
    })
    expect(box.desk.people.block(me, 'v0', false)).toMatchObject({ ok: true })
    expect(await refused(box, { who: 'v0' })).toMatchObject({ code: 'blocked' })
    expect(await refused(box, { who: 'v1000' })).toBeNull()
  })
})

describe('with their address', () => {
  it('whoever is new there asks nothing until the day has ended, and who is known there asks on', async () => {
    const box = limited({ NEW_VISITORS_AN_HOUR: '100' })
    for (const who of ['ada', 'bob']) await takes(box, 1, { who, address: home })
    expect(box.desk.people.block(me, 'ada', true)).toMatchObject({ ok: true })
    box.dies()
    expect(await refused(box, { who: 'new', address: home })).toMatchObject({ code: 'blocked' })
    expect(await refused(box, { who: 'bob', address: home })).toBeNull()
    expect(await refused(box, { who: 'new', address: from('school') })).toBeNull()
    await pass(24 * 60 * 60)
    expect(await refused(box, { who: 'newer', address: home })).toBeNull()
    expect(await refused(box, { who: 'ada', address: home })).toMatchObject({ code: 'blocked' })
    expect(await said(box.desk)).toEqual(['Blocked ada, and for today whoever is new from their address.'])
  })
})

describe('a turn that an owner ends', () => {
  it('is stopped by its session, and a program’s is told so, also where its line is broken just then', async () => {
    const scene = new Scene()
    await scene.ask('first', { who: 'ada' })
    scene.holding.add('program')
    scene.desk.held('program')
    await scene.ask('program', { program: 'bob', who: 'bob' })
    expect(scene.desk.people.endTurn(me, 'first')).toMatchObject({ chat: 'chat of first' })
    scene.holding.delete('program')
    scene.desk.unheld('program', true)
    expect(scene.desk.people.endTurn(me, 'program')).toBeNull()
    expect(scene.rows).toMatchObject({ waits: 1 })
    scene.holding.add('program')
    scene.desk.held('program')
    expect(scene.over).toEqual(['program: ended'])
    expect(scene.rows).toMatchObject({ waits: 0 })
    expect(scene.desk.people.endTurn(me, 'program')).toBeNull()
    expect(await said(scene.desk)).toEqual(['Ended a turn of bob.', 'Ended a turn of ada.'])
  })
})

it('the log has the newest two hundred changes, and none that changed nothing', async () => {
  const scene = new Scene()
  for (let n = 0; n < 250; n += 1) scene.desk.owner.change(me, { welcome: `Welcome ${n}` })
  scene.desk.owner.change(me, { welcome: 'Welcome 249', limits: { boxMinutes: null } })
  scene.dies()
  const { changes } = await scene.desk.owner.ownerView()
  expect(changes).toHaveLength(200)
  expect(changes[0]).toMatchObject({ by: 'me@example.com', what: 'Set the welcome to say “Welcome 249”.' })
  expect(changes.at(-1)?.what).toBe('Set the welcome to say “Welcome 50”.')
})
