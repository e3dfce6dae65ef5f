/** What `npm start` is told wrong it names, and ends. */

import { createServer } from 'node:http'
import { describe, it } from 'vitest'
import { start } from './processes.ts'
import { freePort } from './system.ts'

describe.concurrent('npm start', { timeout: 120_000 }, () => {
  it.for([
    ['PORT', 'three', 'PORT is three, which is no port.'],
    ['PORT', '70000', 'PORT is 70000, which is no port.'],
  ] as const)('refuses %s=%s and says why', async ([name, value, why], { expect }) => {
    const refused = start(new URL('../scripts/start.ts', import.meta.url).pathname, '.', { [name]: value })

    expect(await refused.ended).toBe(1)
    expect(refused.said().trim()).toBe(why)
  })

  it.for([
    ['OLLAMA_URL', (url: string) => url],
    ['OLLAMA_HOSTS', (url: string) => JSON.stringify([{ url, slots: 2 }])],
  ] as const)(
    'says what is wrong with the Ollama that it was told of by %s, and never its password',
    async ([name, written], { expect }) => {
      const [port, nobody] = [await freePort(), await freePort()]
      const env = { PORT: `${port}`, [name]: written(`http://me:hush@127.0.0.1:${nobody}`) }
      const refused = start(new URL('../scripts/start.ts', import.meta.url).pathname, '.', env)

      expect(await refused.ended).toBe(1)
      expect(refused.said()).toContain(`${name} names no Ollama that answers.`)
      expect(refused.said()).toContain(`Nothing listens at 127.0.0.1:${nobody}.`)
      expect(refused.said()).toContain('Without OLLAMA_URL and OLLAMA_HOSTS a demo stands in.')
      expect(refused.said()).not.toContain('hush')
    }
  )

  it('says that a port is taken that another program listens on', async ({ expect, onTestFinished }) => {
    const port = await freePort()
    const other = createServer()
    await new Promise<void>(resolve => other.listen(port, '127.0.0.1', resolve))
    onTestFinished(() => void other.close())
    const refused = start(new URL('../scripts/start.ts', import.meta.url).pathname, '.', { PORT: `${port}` })

    expect(await refused.ended).toBe(1)
    const words = `Port ${port} is in use by another program.*PORT=\\d+ npm start`
    expect(refused.said()).toMatch(new RegExp(words))
  })
})
