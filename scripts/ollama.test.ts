/** Every way in which an OLLAMA_URL can be wrong is named, each by a real server, or by none. */

import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecure } from 'node:https'
import { type AddressInfo, createServer as createRaw, type Server } from 'node:net'
import { describe, it, onTestFinished } from 'vitest'
import { look, namedIn } from './ollama.ts'
import { freePort } from './ports.ts'

/** For localhost, signed by itself, until 2126; it opens nothing. */
const pem = (kind: string, body: string) => `-----BEGIN ${kind}-----\n${body}\n-----END ${kind}-----\n`
const KEY =
  'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwyIO5BNfB2rd2I3RtBQx/5Jykwp4e3ul5lsn4kYd/i+hRANCAATzVjsE81sY7i2XWsZY/n/pOXjDE+f0wobbRslIIDEmQc7WVAvNrec7vjwG+uDXXoxIJcXC3pKuzbwbvDKu7AOb'
const CERTIFICATE =
  'MIIBfjCCASWgAwIBAgIUQYxAkr9O/lgJIwB+XQ1Yj9GZaxcwCgYIKoZIzj0EAwIwFDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNTIzMjgzMloYDzIxMjYxMTAxMjMyODMyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATzVjsE81sY7i2XWsZY/n/pOXjDE+f0wobbRslIIDEmQc7WVAvNrec7vjwG+uDXXoxIJcXC3pKuzbwbvDKu7AObo1MwUTAdBgNVHQ4EFgQUhgCyBp4TcYTm5UjQLxxtfCRIrgIwHwYDVR0jBBgwFoAUhgCyBp4TcYTm5UjQLxxtfCRIrgIwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiAgBBaGBYD1o26GcRvyWh31cDseJ1xv6PbSWgP4Xg/qQwIgSlP5kbOWEysk9P1O/fFL25YWaPfciJABUxJOV/Mb6YQ='
const TLS = { key: pem('PRIVATE KEY', KEY), cert: pem('CERTIFICATE', CERTIFICATE) }

/** Host and port. */
async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

const answering = (status: number, body = '', headers: Record<string, string> = {}): Promise<string> =>
  listen(createServer((_, response) => void response.writeHead(status, headers).end(body)))

const ollama: RequestListener = (request, response) => {
  const found = request.url === '/api/version'
  response.writeHead(found ? 200 : 404).end(found ? '{"version":"0.24.0"}' : '')
}

const lookAt = (text: string) => look(namedIn({ OLLAMA_URL: text })?.hosts ?? [])

async function wrong(text: string): Promise<string | null | undefined> {
  const [looked, ...more] = await lookAt(text)
  if (more.length > 0) throw new Error('more than one address')
  return looked?.wrong
}

/** What is there, its address, and what is said of it. */
const CASES: [string, () => Promise<string>, string][] = [
  ['a name that nobody has', async () => 'http://box.invalid:11434', 'No machine is known by the name'],
  ['nobody listens', async () => `127.0.0.1:${await freePort()}`, 'Is Ollama running there?'],
  ['refused', () => answering(403), 'refuses (403)'],
  ['a password is wanted', () => answering(401), 'wants a user and a password'],
  ['a login page', () => answering(200, '<html>Sign in</html>'), 'but it is no Ollama'],
  ['a way to a login page', () => answering(302, '', { location: '/login' }), 'sends us elsewhere (302)'],
  ['llama.cpp', () => answering(404, '{"error":{"code":404}}'), 'but it is no Ollama'],
  ['a JSON of something else', () => answering(200, 'null'), 'but it is no Ollama'],
  ['a Tunnel without its box', () => answering(502), 'what is behind it does not (502)'],
  [
    'https to plain http',
    async () => `https://${await listen(createServer(ollama))}`,
    'speaks http. Write http://',
  ],
  ['http to https', () => listen(createSecure(TLS, ollama)), 'speaks https. Write https://'],
  [
    'a certificate',
    async () => `https://${await listen(createSecure(TLS, ollama))}`,
    'is refused (DEPTH_ZERO_SELF_SIGNED_CERT)',
  ],
  [
    'no HTTP',
    () => listen(createRaw(socket => void socket.end('SSH-2.0-x\r\n'))),
    'broke off without an answer',
  ],
]

/** Why it is refused. */
function refusal(env: Record<string, string>): string {
  try {
    namedIn(env)
    return ''
  } catch (error) {
    return String(error)
  }
}

describe('an OLLAMA_URL', () => {
  it('is mended where it is plain what was meant', async ({ expect }) => {
    const host = await listen(createServer(ollama))
    const written = [host, `http://${host}/`, `http://${host}/api`, `"${host}/v1/"`, `'http://${host}/v1'`]

    expect(await Promise.all(written.map(lookAt))).toEqual(
      written.map(() => [{ url: `http://${host}`, wrong: null }])
    )
  })

  it('may be several, and each is looked at', async ({ expect }) => {
    const host = await listen(createServer(ollama))
    const looked = await lookAt(`http://127.0.0.1:${await freePort()}, ${host}`)

    expect(looked.map(one => one.wrong === null)).toEqual([false, true])
  })

  it.for(CASES)('is named for what is wrong: %s', async ([, address, why], { expect }) => {
    expect(await wrong(await address())).toContain(why)
  })

  it('that is no address is refused, and what it holds is not repeated', ({ expect }) => {
    const refused = refusal({ OLLAMA_URL: 'ftp://me:hush@box' })

    expect(refused).toContain('OLLAMA_URL has something that is no address')
    expect(refused).not.toContain('hush')
  })

  it('has a password that is sent, and never said', async ({ expect }) => {
    const asked: (string | undefined)[] = []
    const host = await listen(
      createServer(({ headers }, response) => {
        asked.push(headers.authorization)
        response.writeHead(403).end()
      })
    )
    const [looked] = await lookAt(`http://me:hush@${host}`)

    expect(asked).toEqual([`Basic ${btoa('me:hush')}`])
    expect(JSON.stringify(looked)).not.toContain('hush')
  })
})

describe('an OLLAMA_HOSTS', () => {
  it('is handed on as it was written, without the quotes around it, and a comma in a password parts nothing', async ({
    expect,
  }) => {
    const asked: (string | undefined)[] = []
    const host = await listen(
      createServer((request, response) => {
        asked.push(request.headers.authorization)
        ollama(request, response)
      })
    )
    const written = [{ url: `http://me:hu,sh@${host}/a`, slots: 2 }, { url: `http://${host}/b` }]
    const named = namedIn({ OLLAMA_HOSTS: `'${JSON.stringify(written, null, 2)}'` })

    expect(named).toMatchObject({ by: 'OLLAMA_HOSTS', written, unused: '' })
    expect(named?.hosts.map(({ name, slots }) => [name, slots])).toEqual([
      [host, 2],
      [`${host} 2`, 1],
    ])
    await look(named?.hosts ?? [])
    expect(asked.toSorted()).toEqual([`Basic ${btoa('me:hu,sh')}`, undefined])
  })

  it('takes the place of an OLLAMA_URL, and says so; an empty one is none', ({ expect }) => {
    const OLLAMA_URL = 'http://box:11434'
    const OLLAMA_HOSTS = '[{"url":"http://attic:11434"}]'

    expect(namedIn({ OLLAMA_URL, OLLAMA_HOSTS })).toMatchObject({
      by: 'OLLAMA_HOSTS',
      unused: 'OLLAMA_HOSTS is used, and OLLAMA_URL is not.',
    })
    for (const empty of ['', '[]'])
      expect(namedIn({ OLLAMA_URL, OLLAMA_HOSTS: empty })).toMatchObject({ by: 'OLLAMA_URL', unused: '' })
    expect(namedIn({ OLLAMA_HOSTS: '[]' })).toBeNull()
  })

  it('that is wrong is refused by its place, and what it holds is not repeated', ({ expect }) => {
    const refused = refusal({ OLLAMA_HOSTS: '[{"url":"http://box"},{"url":"ftp://me:hush@box"}]' })

    expect(refused).toContain('OLLAMA_HOSTS [1].url must be an address')
    expect(refused).not.toContain('hush')
  })
})
