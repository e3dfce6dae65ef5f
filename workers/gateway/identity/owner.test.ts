/** Who is an owner, and that to anybody else there is nothing of the owner's. */

import { describe, expect, it } from 'vitest'
import { come, history, person, who } from '../testing/door.ts'

describe('the owner', () => {
  const owner = { email: 'Me@Example.com' }

  it('is known by an e-mail address of OWNERS', async () => {
    expect(await who({ token: await person('me', owner) })).toMatchObject({ isOwner: true })
    expect(await who({ token: await person('me', { email: 'me@example.com.evil' }) })).toMatchObject({
      isOwner: false,
    })
  })

  it.for(['everyone', 'owner'])(
    'alone finds what is theirs; to others it is as an unknown path: ACCESS_FOR=%s',
    async ACCESS_FOR => {
      const more = { ACCESS_FOR }
      const [mine, theirs] = await Promise.all([
        person('me', owner),
        person('ada', { email: 'ada@example.com' }),
      ])
      for (const path of ['/owner', '/owner/hosts']) {
        expect(await come(path, { token: mine, more })).toMatchObject({ status: 200 })
        expect(await come(path, { token: theirs, more })).toMatchObject({ status: 404 })
      }
      const unknown = ACCESS_FOR === 'owner' ? 404 : 401
      expect(await come('/owner', { more })).toMatchObject({ status: unknown })
      expect(await come('/owner', { token: 'no', more })).toMatchObject({ status: unknown })
    }
  )

  it('of a Burrow that everybody may use is asked for a token there alone', async () => {
    const more = { ACCESS_FOR: 'owner' }
    const { status, body } = await come('/chats', { token: await person('me', owner), more })

    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ known: 'anonymous', isOwner: false })
    expect(history.kept).toEqual([])
  })

  it('is nobody where there is no Access', async () => {
    const more = { ACCESS_TEAM: '', ACCESS_AUD: '', OWNERS: '' }
    expect(await come('/owner', { token: await person('me', owner), more })).toMatchObject({ status: 404 })
  })
})
