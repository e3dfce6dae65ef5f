import { describe, expect, it, vi } from 'vitest'
import { html, json, text } from '../testing/fake-box.ts'
import { logFault, nameFault, noAnswer } from './faults.ts'

/** Words of a visitor's, as a refusal may quote them. */
const CANARY = 'canary: what a visitor wrote'

const nested = (error: object) => JSON.stringify({ error })

describe('an answer that is none', () => {
  it.for<[string, Response, string, string?]>([
    ['login page with 200', html(200), 'upstream_auth'],
    ['login page of Access', html(403), 'upstream_auth'],
    [
      'redirect to Access',
      new Response(null, { status: 302, headers: { location: 'https://x.cloudflareaccess.com/' } }),
      'upstream_auth',
    ],
    [
      'redirect elsewhere',
      new Response(null, { status: 301, headers: { location: 'https://x.example/' } }),
      'misconfigured',
    ],
    [
      'firewall',
      new Response('', { status: 403, headers: { 'cf-mitigated': 'challenge' } }),
      'upstream_auth',
    ],
    ["proxy's JSON 403", json({ error: 'forbidden' }, 403), 'upstream_auth'],
    ["cloud model's 403", json({ error: 'ollama cloud is disabled: …' }, 403), 'not_allowed'],
    ['check of Host', new Response('', { status: 403 }), 'misconfigured'],
    ['missing model', json({ error: "model 'x' not found" }, 404), 'model_missing'],
    ["llama.cpp's 404", json({ error: { code: 404, message: 'File Not Found' } }, 404), 'not_ollama'],
    ['page not found', html(404), 'not_ollama'],
    ['rule of the Tunnel', new Response('', { status: 404 }), 'misconfigured'],
    ['other JSON with 200', json({ ok: true }), 'not_ollama'],
    ['events with 200', new Response('', { headers: { 'content-type': 'text/event-stream' } }), 'not_ollama'],
    ['POST that it does not know', text(501, 'Unsupported method'), 'not_ollama'],
    ['http spoken to https', text(400, 'Client sent an HTTP request to an HTTPS server.'), 'misconfigured'],
    ['queue that is full', json({ error: 'server busy' }, 503), 'busy', 'once'],
    ['nothing behind the Tunnel', html(502), 'host_refused', 'once'],
    ['edge that gave up', html(524), 'host_unreachable', 'silence'],
    ['proxy that gave up', html(504), 'host_unreachable', 'silence'],
    ['edge that is lost', html(522), 'host_unreachable', 'once'],
    ['certificate', html(526), 'misconfigured'],
    ['Tunnel that is down', html(530, 'Error 1033'), 'host_offline'],
    ['name that leads nowhere', html(530, 'Error 1016'), 'misconfigured'],
    [
      'runner that died',
      json({ error: 'model runner has unexpectedly stopped' }, 500),
      'model_failed',
      'once',
    ],
    ['memory that is full', json({ error: 'cudaMalloc failed: out of memory' }, 500), 'model_failed'],
    ['no thinking', json({ error: '"x" does not support thinking' }, 400), 'unsupported', 'without-thinking'],
    ['too long', json({ error: 'the input length exceeds the context length' }, 400), 'too_long'],
  ])('%s has its name', async ([, response, code, retry = 'no']) => {
    expect(await nameFault(response)).toMatchObject({ code, retry })
  })

  it('[C1] that is too long says the context, though it stands in JSON in JSON', async () => {
    const inner = nested({ code: 400, message: 'exceeds the available context size', n_ctx: 8192 })

    expect(await nameFault(json({ error: inner }, 400))).toMatchObject({ code: 'too_long', context: 8192 })
  })

  it('is read within bounds', async () => {
    let sent = 0
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1
        controller.enqueue(new Uint8Array(10_000).fill(65))
      },
    })
    await nameFault(new Response(endless, { status: 500 }))

    expect(sent).toBeLessThan(20)
  })

  it('is logged without a word of it', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    for (const status of [200, 400, 401, 403, 404, 418, 429, 500, 502, 503, 520, 524, 530]) {
      for (const make of [
        () => json({ error: CANARY }, status),
        () => json({ error: nested({ message: CANARY }) }, status),
        () => html(status, CANARY),
        () => text(status, CANARY),
      ])
        logFault(await nameFault(make()), 'r-1')
    }
    const said = warn.mock.calls.join('\n')
    warn.mockRestore()

    expect(said).not.toMatch('canary')
    expect(said.split('\n')).toHaveLength(52)
    expect(said).toMatch(
      '{"burrow":"fault","request":"r-1","code":"host_refused","cause":"nothing answers behind the Tunnel or proxy","status":502,"type":"text/html"}'
    )
  })

  it('at all says no more than is known', () => {
    expect(noAnswer(new TypeError('fetch failed'))).toMatchObject({ code: 'host_unreachable', retry: 'once' })
  })
})
