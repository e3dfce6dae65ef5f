/** A small client for the tests: asks the demo and writes down all that came, also when it ended badly. */

import type { ChatMessage } from './stand-in/conversation.ts'

export interface Line {
  model?: string
  message?: { role: string; content: string; thinking?: string }
  done?: boolean
  done_reason?: string
  error?: string
  [field: string]: unknown
}

export interface Heard {
  /** 0 where the connection broke before there was a status. */
  status: number
  headers: Headers
  text: string
  /** The lines that could be read. */
  lines: Line[]
  thinking: string
  content: string
  /** The connection broke. */
  broken: boolean
}

export interface Question {
  model: string
  messages: ChatMessage[]
  [field: string]: unknown
}

export const user = (content: string): ChatMessage => ({ role: 'user', content })
export const assistant = (content: string): ChatMessage => ({ role: 'assistant', content })

export function post(url: string, path: string, body: unknown, signal?: AbortSignal): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return fetch(`${url}${path}`, { method: 'POST', body: text, redirect: 'manual', signal: signal ?? null })
}

/** Reads to the end; `onText` sees all that has come so far, after each read. */
export async function ask(
  url: string,
  question: Question,
  { signal, onText }: { signal?: AbortSignal; onText?: (text: string) => void } = {}
): Promise<Heard> {
  const heard = { status: 0, headers: new Headers(), text: '', broken: false }
  try {
    const response = await post(url, '/api/chat', question, signal)
    Object.assign(heard, { status: response.status, headers: response.headers })
    const decoder = new TextDecoder()
    for await (const bytes of response.body ?? []) {
      heard.text += decoder.decode(bytes, { stream: true })
      onText?.(heard.text)
    }
  } catch {
    heard.broken = true
  }
  const lines = heard.text.split('\n').flatMap(readable)
  const joined = (part: 'content' | 'thinking') => lines.map(line => line.message?.[part] ?? '').join('')
  return { ...heard, lines, thinking: joined('thinking'), content: joined('content') }
}

function readable(text: string): Line[] {
  try {
    return [JSON.parse(text) as Line]
  } catch {
    return []
  }
}
