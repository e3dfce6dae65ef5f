/**
 * A box that fails in as many ways as it has models, and quotes the question each time: what an Ollama, a proxy or a
 * login page may do, and the demo does not, which has the true words of each.
 */

import { createServer, type ServerResponse } from 'node:http'
import { addressOf } from './tap.ts'

type Answer = (quote: string, response: ServerResponse) => void

const plainly =
  (
    status: number,
    type: string,
    wrap: (quote: string) => string,
    headers: Record<string, string> = {}
  ): Answer =>
  (quote, response) =>
    void response.writeHead(status, { 'content-type': type, ...headers }).end(wrap(quote))

const JSON_TYPE = 'application/json; charset=utf-8'
const error = (words: string) => (quote: string) => JSON.stringify({ error: `${words}: ${quote}` })
const page = (quote: string) => `<!doctype html><title>${quote}</title><p>${quote}</p>`
const text = (content: string) => JSON.stringify({ message: { role: 'assistant', content }, done: false })
const done = JSON.stringify({ message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' })

/** Lines of a stream; `reset` breaks the connection behind them instead of ending it. */
const lines =
  (write: (quote: string) => string[], end: 'end' | 'reset' = 'end'): Answer =>
  (quote, response) => {
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    const all = `${write(quote).join('\n')}\n`
    if (end === 'end') response.end(all)
    else response.write(all, () => setTimeout(() => response.socket?.resetAndDestroy(), 50))
  }

const WAYS: Record<string, Answer> = {
  whole: lines(quote => [text(quote), done]),
  'is-400': plainly(400, JSON_TYPE, error('invalid')),
  'is-400-text': plainly(400, 'text/plain', quote => quote),
  'is-400-long': plainly(400, JSON_TYPE, error('exceeds the context length')),
  'is-401': plainly(401, JSON_TYPE, error('unauthorized')),
  'is-403': plainly(403, JSON_TYPE, error('forbidden')),
  'is-403-page': plainly(403, 'text/html', page),
  'is-404': plainly(404, JSON_TYPE, error('model not found')),
  'is-404-page': plainly(404, 'text/html', page),
  'is-429': plainly(429, 'text/plain', quote => quote, { 'retry-after': '0' }),
  'is-500': plainly(500, JSON_TYPE, error('llama runner')),
  'is-500-runner': plainly(500, JSON_TYPE, error('model runner has unexpectedly stopped')),
  'is-502': plainly(502, 'text/html', page),
  'is-530': plainly(530, 'text/html', page),
  'is-a-page': plainly(200, 'text/html', page),
  'is-text': plainly(200, 'text/plain', quote => quote),
  moved: (quote, response) =>
    void response
      .writeHead(302, { location: `https://elsewhere.example/?${encodeURIComponent(quote)}` })
      .end(),
  'error-first': lines(quote => [error('first')(quote)]),
  'error-behind': lines(quote => [text(quote), error('behind')(quote)]),
  'garbage-first': lines(quote => [quote]),
  'garbage-behind': lines(quote => [text(quote), `{"message":"${quote}`]),
  'no-done': lines(quote => [text(quote)]),
  reset: lines(quote => [text(quote)], 'reset'),
}

export const WAYS_OF_THE_BOX = Object.keys(WAYS)

export async function startQuotingBox(): Promise<{ url: string; close(): void }> {
  const models = WAYS_OF_THE_BOX.map((way, n) => ({
    name: `${way}:1b`,
    model: `${way}:1b`,
    digest: `${n}`.padStart(64, '0'),
    size: 1,
    modified_at: new Date(0).toISOString(),
    details: { family: 'llama', parameter_size: '1B' },
    capabilities: ['completion'],
  }))
  const told: Record<string, object> = {
    '/api/version': { version: '0.99.0' },
    '/api/tags': { models },
    '/api/ps': { models: [] },
    '/api/show': { capabilities: ['completion'], details: { family: 'llama' }, model_info: {} },
  }
  const server = createServer(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('')
    const plain = told[request.url ?? '']
    if (plain !== undefined) {
      response.writeHead(200, { 'content-type': JSON_TYPE }).end(JSON.stringify(plain))
      return
    }
    const { model, messages } = JSON.parse(body) as { model: string; messages: { content: string }[] }
    WAYS[model.split(':', 1)[0] ?? '']?.(messages.at(-1)?.content ?? '', response)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${addressOf(server).port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
