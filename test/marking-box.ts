/** A box whose models are called as a test says, in markup too: a real one lets nobody, and what answers may be no real one. It says back what it is asked. */

import { json, plant } from './planted.ts'

export async function startMarkingBox(names: string[]): Promise<{ url: string; close(): void }> {
  const models = names.map((name, n) => ({
    name,
    model: name,
    digest: `${n}`.padStart(64, '0'),
    size: 1,
    modified_at: new Date(0).toISOString(),
    details: { family: name, parameter_size: name },
    capabilities: ['completion', 'thinking'],
  }))
  const told: Record<string, object> = {
    '/api/version': { version: '0.99.0' },
    '/api/tags': { models },
    '/api/ps': { models: models.map(one => ({ ...one, context_length: 8_192 })) },
    '/api/show': { capabilities: ['completion'], details: { family: 'llama' }, model_info: {} },
  }
  const { port, close } = await plant(async (request, response) => {
    const body = (await request.setEncoding('utf8').toArray()).join('')
    const plain = told[request.url ?? '']
    if (plain !== undefined) return void json(response, plain)
    const { messages } = JSON.parse(body) as { messages: { content: string }[] }
    const content = messages.at(-1)?.content ?? ''
    const lines = [
      { message: { role: 'assistant', content: '', thinking: content }, done: false },
      { message: { role: 'assistant', content }, done: false },
      { message: { role: 'assistant', content: '' }, done: true, done_reason: 'stop' },
    ]
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  })
  return { url: `http://127.0.0.1:${port}`, close }
}
