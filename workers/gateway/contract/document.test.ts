/** The document says of the API what the API does. That it answers so is seen by `test/contract.test.ts`. */

import { Validator } from '@seriousme/openapi-schema-validator'
import { inspectRoutes } from 'hono/dev'
import { expect, it } from 'vitest'
import { api } from '../api.ts'
import { contract } from './contract.ts'
import { openApi } from './document.ts'

interface Operation {
  operationId: string
  parameters: { name: string; in: string; required: boolean }[]
  responses: Record<string, unknown>
}

const document = openApi('1.2.3')
const paths = document['paths'] as Record<string, Record<string, Operation>>
const operations = Object.values(paths).flatMap(path => Object.values(path))

it('is an OpenAPI 3.1 document', async () => {
  const judged = await new Validator().validate(document)

  expect(judged).toMatchObject({ valid: true })
  expect(document).toMatchObject({ openapi: '3.1.1', info: { version: '1.2.3' } })
})

it('names the routes that there are but the owner’s, and no others; the contract has all', () => {
  const there = inspectRoutes(api)
    .filter(({ isMiddleware }) => !isMiddleware)
    .map(({ method, path }) => `${method} ${path}`)
  const named = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map(method => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`)
  )

  const isOwners = (route: string) => route.includes(' /api/owner')

  expect(Object.keys(contract).sort()).toEqual(there.sort())
  expect(named.sort()).toEqual(there.filter(route => !isOwners(route)).sort())
  expect(JSON.stringify(document)).not.toContain('/api/owner')
})

it('names each operation once', () => {
  const names = operations.map(({ operationId }) => operationId)

  expect(new Set(names).size).toBe(names.length)
})

it('tells the bounds of what is taken', () => {
  const asks = paths['/api/chats/{chat}/turns']?.['post'] as unknown as {
    requestBody: { content: { 'application/json': { schema: object } } }
  }

  expect(asks.requestBody.content['application/json'].schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    required: ['turn', 'parent', 'model'],
    properties: {
      turn: { format: 'uuid' },
      text: { maxLength: 128_000 },
      model: { minLength: 1, maxLength: 200 },
    },
  })
  expect(paths['/api/chats/{chat}/turns/{turn}/events']?.['get']?.parameters).toMatchObject([
    { name: 'chat', in: 'path', required: true },
    { name: 'turn', in: 'path', required: true },
    { name: 'Last-Event-Id', in: 'header', required: false },
  ])
})
