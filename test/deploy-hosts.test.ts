/** `npm run deploy` with OLLAMA_HOSTS and with OLLAMA_URL: what is given takes the place of what stands, and nothing is lost unsaid. */

import { afterAll, beforeAll, describe, it } from 'vitest'
import { type Cloudflare, startCloudflare } from './cloudflare/server.ts'
import { type Copy, copyProject } from './copy.ts'
import { deploy as deployFrom, OWNERS } from './deploying.ts'

const HOST = 'ollama.example.com'

let copy: Copy
beforeAll(async () => {
  copy = await copyProject()
})
afterAll(() => copy.remove())

/** An account to which a gateway can be deployed alone, and a deployment of it with this in the environment. */
async function start(onTestFinished: (end: () => Promise<void>) => void) {
  const cloudflare: Cloudflare = await startCloudflare()
  onTestFinished(cloudflare.close)
  const { account } = cloudflare
  account.subdomain = 'somebody'
  account.team = 'somebodys-team'
  account.addZone('example.com')
  account.deploy('burrow-history', { bindings: [], modules: [], message: '', tag: '' })
  const deploy = (env: Record<string, string>, ...args: string[]) =>
    deployFrom(copy, cloudflare, ['gateway', ...args], { OLLAMA_URL: '', ...env })
  /** What the gateway is told of where Ollama is. */
  const told = () => {
    const secrets = account.workers.get('burrow-gateway')?.secrets
    return [secrets?.get('OLLAMA_URL'), secrets?.get('OLLAMA_HOSTS')]
  }
  return { deploy, told, account }
}

const { OLLAMA_URL } = OWNERS
const listOf = (...urls: string[]) => JSON.stringify(urls.map(url => ({ url, slots: 2 })))

describe('npm run deploy', { timeout: 120_000 }, () => {
  it('asks for no address where OLLAMA_HOSTS says it, and goes by what it was given last', async ({
    expect,
    onTestFinished,
  }) => {
    const { deploy, told } = await start(onTestFinished)
    const OLLAMA_HOSTS = listOf('https://attic.example.com')
    const first = await deploy({ OLLAMA_HOSTS })
    expect(first.code, first.said).toBe(0)
    expect(told()).toEqual([undefined, OLLAMA_HOSTS])
    for (const env of [{ OLLAMA_HOSTS }, { OLLAMA_HOSTS: '[]' }, {}])
      expect(await deploy(env)).toMatchObject({ code: 0, changes: [] })

    const shorter = await deploy({ OLLAMA_URL })
    expect(shorter.said).toContain('OLLAMA_HOSTS is emptied: OLLAMA_URL takes its place')
    expect(told()).toEqual([OLLAMA_URL, '[]'])
    for (const env of [{ OLLAMA_URL }, {}]) expect(await deploy(env)).toMatchObject({ code: 0, changes: [] })

    const longer = await deploy({ OLLAMA_HOSTS })
    expect(longer.said).toContain('OLLAMA_URL   is emptied: OLLAMA_HOSTS takes its place')
    expect(told()).toEqual([',', OLLAMA_HOSTS])
    expect(await deploy({ OLLAMA_HOSTS })).toMatchObject({ code: 0, changes: [] })
  })

  it('says which is used where it is given both', async ({ expect, onTestFinished }) => {
    const { deploy, told } = await start(onTestFinished)
    const OLLAMA_HOSTS = listOf('https://attic.example.com')
    const run = await deploy({ OLLAMA_URL, OLLAMA_HOSTS })
    expect(run.code, run.said).toBe(0)
    expect(run.said).toContain('OLLAMA_URL   is not used: OLLAMA_HOSTS takes its place')
    expect(told()).toEqual([undefined, OLLAMA_HOSTS])
  })

  it('--tunnel takes the place of an OLLAMA_HOSTS that stands, unless it is given one that names the host', async ({
    expect,
    onTestFinished,
  }) => {
    const { deploy, told, account } = await start(onTestFinished)
    await deploy({ OLLAMA_HOSTS: listOf('https://attic.example.com') })
    const run = await deploy({}, '--tunnel', HOST)
    expect(run.code, run.said).toBe(0)
    expect(run.said).toContain(`OLLAMA_HOSTS is emptied: --tunnel ${HOST} takes its place`)
    expect(told()).toEqual([`https://${HOST}`, '[]'])
    expect(await deploy({}, '--tunnel', HOST)).toMatchObject({ code: 0, changes: [] })

    const another = await deploy({ OLLAMA_HOSTS: listOf('https://attic.example.com') }, '--tunnel', HOST)
    expect(another).toMatchObject({ code: 1, changes: [] })
    expect(another.said).toContain(`Write {"url":"https://${HOST}"} into OLLAMA_HOSTS`)

    const OLLAMA_HOSTS = listOf('https://attic.example.com', `https://${HOST}`)
    const both = await deploy({ OLLAMA_HOSTS }, '--tunnel', HOST)
    expect(both.code, both.said).toBe(0)
    expect(told()).toEqual([',', OLLAMA_HOSTS])
    const secrets = account.workers.get('burrow-gateway')?.secrets
    expect(secrets?.get('ACCESS_CLIENT_SECRET')).toBe(account.serviceTokens[0]?.secret)
    expect(await deploy({ OLLAMA_HOSTS }, '--tunnel', HOST)).toMatchObject({ code: 0, changes: [] })
  })
})
