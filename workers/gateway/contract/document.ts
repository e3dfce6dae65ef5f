/** The contract as an OpenAPI 3.1 document: https://spec.openapis.org/oas/v3.1.1 */

import { type ConversionConfig, toJsonSchema, toJsonSchemaDefs } from '@valibot/to-json-schema'
import type { GenericSchema } from 'valibot'
import { problems, type ProblemCode } from '../../protocol/problems.ts'
import type { Route } from '../../protocol/routes.ts'
import { statusFor } from '../programs/dialect.ts'
import * as general from './answers.ts'
import { contract, problemsOf } from './contract.ts'
import type { Entry } from './entry.ts'
import * as ofFeed from './feed-answers.ts'
import * as ofPeople from './me-answers.ts'
import * as programs from './programs.ts'

type Json = Record<string, unknown>

const { ofPrograms: _, ...ofOthers } = programs
const answers = { ...general, ...ofFeed, ...ofPeople, ...ofOthers }

const ABOUT = `The API of a Burrow: a web chat for somebody's own Ollama box. A visitor is known by the cookie that the
first call under /api/chats sets; it has to be sent back. Every refusal is a Problem.`

const STREAM = `Server-sent events: \`event\` is the type of a TurnEvent, \`data\` its data as JSON, \`id\` the position
reached. Lines that begin with a colon keep the connection alive. It ends with \`done\` or \`problem\`.`

const CONFIG: ConversionConfig = {
  target: 'draft-2020-12',
  // What a client has to send, not what becomes of it.
  typeMode: 'input',
  // A check in words of ours has no equivalent; the refusal says what it wants.
  errorMode: 'ignore',
  overrideRef: ({ referenceId }) => refTo(referenceId),
}

const refTo = (name: string) => `#/components/schemas/${name}`

function schemaOf(schema: GenericSchema): Json {
  const {
    $schema: _dialect,
    $defs: _shared,
    ...own
  } = toJsonSchema(schema, { ...CONFIG, definitions: answers })
  return own
}

const content = (schema: Json, type = 'application/json') => ({ content: { [type]: { schema } } })

/** The whole document; the same for everyone. */
export function openApi(version: string): Json {
  const paths: Record<string, Json> = {}
  for (const route of Object.keys(contract) as Route[]) {
    const { hidden }: Entry = contract[route]
    if (hidden) continue
    const [method = '', path = ''] = route.split(' ')
    const template = path.replaceAll(/:(\w+)/g, '{$1}')
    paths[template] = { ...paths[template], [method.toLowerCase()]: operation(route) }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Burrow',
      version,
      description: oneLine(ABOUT),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths,
    components: { schemas: toJsonSchemaDefs(answers, CONFIG) },
  }
}

const oneLine = (text: string) => text.replaceAll('\n', ' ')

function operation(route: Route): Json {
  const entry: Entry = contract[route]
  return {
    operationId: entry.id,
    summary: entry.summary,
    parameters: [
      ...parametersIn('path', entry.param),
      ...parametersIn('query', entry.query),
      ...parametersIn('header', entry.header),
    ],
    ...(entry.json && { requestBody: { required: true, ...content(schemaOf(entry.json)) } }),
    responses: { ...success(entry), ...refusals(problemsOf(route), entry.says) },
  }
}

function parametersIn(place: 'path' | 'query' | 'header', schema: GenericSchema | undefined): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, default: _absent, ...of }]) => ({
    name: place === 'header' ? name.replaceAll(/(^|-)[a-z]/g, start => start.toUpperCase()) : name,
    in: place,
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema: of,
  }))
}

function success({ answer, events, messages, fails, tells, streams }: Entry): Json {
  if (messages)
    return {
      101: { description: 'Each message is one of these, as JSON.', 'x-messages': schemaOf(messages) },
    }
  if (events) {
    const stream = content({ type: 'string', description: oneLine(STREAM) }, 'text/event-stream')
    const headers = Object.entries(tells ?? {}).map(([name, description]) => [
      name,
      { description, schema: { type: 'integer' } },
    ])
    return {
      200: {
        description: 'The answer as it comes.',
        ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
        ...stream,
        'x-events': schemaOf(events),
      },
    }
  }
  if (answer) {
    const told = content(schemaOf(answer))
    const stream = streams === undefined ? {} : content({ type: 'string' }, streams).content
    return {
      200: { description: 'Done.', content: { ...told.content, ...stream } },
      ...(fails !== undefined && { [fails]: { description: 'It fails, and says where.', ...told } }),
    }
  }
  return { 204: { description: 'Done.' } }
}

/** The same status may stand for several problems. */
function refusals(codes: ProblemCode[], says: GenericSchema | undefined): Json {
  const statusOf = (code: ProblemCode) => (says === undefined ? problems[code].status : statusFor(code))
  const byStatus = Object.groupBy(new Set(codes), statusOf)
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, those = []]) => [
      status,
      {
        description: those.map(code => `\`${code}\`: ${problems[code].message}`).join(' '),
        ...content(
          says === undefined
            ? { allOf: [{ $ref: refTo('Problem') }, { properties: { code: { enum: those } } }] }
            : schemaOf(says)
        ),
      },
    ])
  )
}
