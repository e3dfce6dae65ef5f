import { Hono } from 'hono'
import { setSignedCookie } from 'hono/cookie'
import { expect, it } from 'vitest'
import { pseudonym } from './pseudonym.ts'

const SECRET = 'a secret of the tests and of no other'
const ID = '2f0c1d9e-0f62-4f0a-8f9e-0a5d6e7c8b9a'

it('a pseudonym is short, and the same for one visitor alone, while the secret is the same', async () => {
  const name = await pseudonym(SECRET, ID)

  expect(name).toMatch(/^[\w-]{10}$/)
  expect(await pseudonym(SECRET, ID)).toBe(name)
  expect(await pseudonym(SECRET, ID.replace('2', '3'))).not.toBe(name)
  expect(await pseudonym(`${SECRET}.`, ID)).not.toBe(name)
})

it('a pseudonym is no piece of what signs the cookie of that visitor', async () => {
  const app = new Hono().get('/', async c => {
    await setSignedCookie(c, 'burrow', ID, SECRET)
    return c.text('')
  })
  const [cookie = ''] = (await app.request('/')).headers.getSetCookie()
  const signature = decodeURIComponent(cookie.split('.')[1] ?? '')
    .replaceAll('+', '-')
    .replaceAll('/', '_')

  expect(signature.length).toBeGreaterThan(40)
  expect(signature).not.toContain(await pseudonym(SECRET, ID))
})
