/** The database of `npm start`: kept while it runs, and brought back once it has ended. */

import { join } from 'node:path'
import { afterAll, beforeAll, it } from 'vitest'
import { backup } from '../scripts/backup/backup.ts'
import { openLocal } from '../scripts/backup/local.ts'
import { ours } from '../scripts/backup/migrations.ts'
import { restoreTo } from './backed-up.ts'
import { startSystem, type System } from './system.ts'
import { ask, settled } from './visitor.ts'

let system: System
beforeAll(async () => {
  system = await startSystem()
})
afterAll(() => system.stop())

it('keeps chats while Burrow runs, and brings them back to their visitor', async ({ expect }) => {
  const { owner, chat, turn } = await settled(system.visitor())
  const { messages } = await chat.open()
  const path = join(system.state, 'kept.ndjson.gz')
  const reading = openLocal('read', system.state)
  expect((await backup(reading, path)).rows).toMatchObject({ visitors: 1, chats: 1, messages: 2 })
  reading.close()
  expect(() => openLocal('write', system.state)).toThrow('in use')

  await chat.delete()
  await settled(owner)
  await system.burrow.stop()
  const writing = openLocal('write', system.state)
  await restoreTo(writing, path, ours())
  writing.close()
  await system.restart()

  expect((await owner.chats()).chats.map(({ id }) => id)).toEqual([chat.id])
  expect((await chat.open()).messages).toEqual(messages)
  await (await chat.send(ask('bench-fast:1b', 'tokens=3', { parent: turn }))).text()
  expect((await chat.open()).messages).toHaveLength(4)
})
