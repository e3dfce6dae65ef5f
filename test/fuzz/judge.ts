/** What is wrong with an answer, whatever was asked: empty where nothing is. */

import type { ByDocument } from '../by-document.ts'
import { type ProblemCode, problems } from '../../workers/protocol/problems.ts'
import type { Drawn } from './draw.ts'
import type { Answer } from './wire.ts'

/** What tells of the inside: a place in the code, a path of the machine, an error of a library's, words of SQL. */
const INSIDE =
  /\n\s+at |\.[jt]s:\d+|node_modules|\/(home|tmp|work|usr|var)\/|workerd|miniflare|\b[A-Z]\w+Error\b|SQLITE|D1_|drizzle|\bSELECT\b|stack/

/** A refusal is a sentence or two, however long the request was. */
const REFUSAL_CHARS = 1_000

/** What the runtime says by itself of what is no request, or opens no socket: Burrow never hears of it. */
const BEFORE_US = /^(invalid URI|URI too long|message head is too large|ERROR: [\w -]+\.?)?$/

/** What is spoiled so that it asks for a file is told of files. */
const OF_FILES = new Set([200, 304, 307, 308, 404, 405])

const isOfApi = ({ path }: Drawn): boolean =>
  URL.parse(`http://burrow${path}`)?.pathname.startsWith('/api/') === true

export async function wrongWith(drawn: Drawn, answer: Answer, document: ByDocument): Promise<string> {
  const { status, headers, body } = answer
  if (status === 500) return 'is 500'
  if (status >= 400 && INSIDE.test(body)) return 'tells of the inside'
  if (status >= 400 && body.length > REFUSAL_CHARS) return 'says too much'
  if (headers['x-request-id'] === undefined) {
    if ([400, 414, 426, 431].includes(status) && BEFORE_US.test(body)) return ''
    return !isOfApi(drawn) && OF_FILES.has(status) ? '' : 'is no answer of the API'
  }
  if (headers['x-content-type-options'] !== 'nosniff') return 'may be sniffed'
  if (!headers['cache-control']?.includes('no-store') && status !== 101) return 'may be kept'
  if (headers['access-control-allow-origin'] !== undefined) return 'is for every site'
  if (status >= 400 && drawn.method !== 'HEAD') {
    const wrong = refusalIs(drawn.path, answer, document)
    if (wrong !== '') return wrong
  }
  if (drawn.operation === null || answer.left || status === 101) return ''
  return document.wrong(drawn.operation, new Response(status === 204 ? null : body, { status, headers }))
}

/** A refusal is a problem, or what the service of a program says, with the status of its code. */
function refusalIs(path: string, { status, body }: Answer, document: ByDocument): string {
  let said: unknown
  try {
    said = JSON.parse(body)
  } catch {
    return 'is a refusal that is no JSON'
  }
  if (document.wrongWith('Problem', said) === '') {
    const { code } = said as { code: ProblemCode }
    return problems[code].status === status ? '' : `has status ${status} for ${code}`
  }
  if (document.wrongWith('Health', said) === '') return status === 503 ? '' : `is ${status} for health`
  const isProgram = ['OpenAiError', 'OllamaError'].some(name => document.wrongWith(name, said) === '')
  if (!isProgram || !/openai|ollama/i.test(decoded(path))) return 'is no problem'
  return STATUSES.has(status) ? '' : `is ${status}`
}

/** A program finds a model that is not offered as if it were not there. */
const STATUSES = new Set<number>(Object.values(problems).map(({ status }) => status))

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path.replaceAll(/%([2-7][\da-f])/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16))
    )
  }
}
