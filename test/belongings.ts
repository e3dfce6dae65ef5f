/** Somebody who has something of every kind, and all that there is of theirs. */

import type { Browser } from 'playwright-core'
import { Device, named } from './device.ts'
import type { Things } from './doors.ts'
import { openD1 } from './failing-d1.ts'
import { makeKey } from './programs.ts'
import { type System, until } from './system.ts'
import { settled, Visitor } from './visitor.ts'

export interface Somebody {
  visitor: Visitor
  things: Things
  /** What programs send in their name. */
  bearer: string
  /** Of their passkey, as a browser shows it. */
  shown: { id: string; userHandle: string }
  close(): Promise<void>
}

/** At the name at which passkeys work. Their question, title and names are `words`. */
export async function somebody(browser: Browser, { url }: System, words: string): Promise<Somebody> {
  const device = await Device.begin(browser, url)
  await device.chats()
  const { body } = await device.add()
  const [held] = await device.authenticator.passkeys()
  const cookies = await device.context.cookies()
  const visitor = new Visitor(
    named(url),
    `burrow=${cookies.find(({ name }) => name === 'burrow')?.value ?? ''}`
  )
  const { chat, turn } = await settled(visitor)
  await until('the turn is in D1', async () => (await chat.open()).running === null)
  await chat.rename(words)
  const key = await makeKey(visitor, words)
  await visitor.call('PATCH', `/api/me/passkeys/${body.id}`, { name: words })
  return {
    visitor,
    things: { chat: chat.id, turn, passkey: body.id, key: key.id },
    bearer: `Bearer ${key.key}`,
    shown: { id: base64Url(held?.credentialId), userHandle: base64Url(held?.userHandle) },
    close: () => device.context.close(),
  }
}

const base64Url = (text = ''): string => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')

/** Every row of D1 that is this visitor's, and all that they are told of it. */
export async function belongings({ state }: System, visitor: Visitor): Promise<object> {
  const id = visitor.cookie.replace('burrow=', '').slice(0, 36)
  const key = `(SELECT key FROM visitors WHERE id = '${id}')`
  const d1 = openD1(state)
  const rows = [
    `SELECT * FROM visitors WHERE id = '${id}'`,
    `SELECT * FROM chats WHERE visitor = ${key} ORDER BY key`,
    `SELECT * FROM messages WHERE chat IN (SELECT key FROM chats WHERE visitor = ${key}) ORDER BY chat, n`,
    `SELECT * FROM keys WHERE visitor = ${key} ORDER BY key`,
    `SELECT * FROM passkeys WHERE visitor = ${key} ORDER BY id`,
    `SELECT * FROM kept WHERE visitor = ${key}`,
  ].map(sql => d1.all(sql))
  d1.close()
  const list = await visitor.chats()
  return {
    rows,
    list,
    chats: await Promise.all(list.chats.map(({ id: chat }) => visitor.chat(chat).open())),
    keys: await visitor.get('/api/me/keys'),
    me: await visitor.get('/api/me'),
  }
}
