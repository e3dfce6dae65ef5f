/** Asks the model box itself, with nothing between: what Burrow is compared to. */

import { Agent } from 'node:http'
import { Caller } from '../test/client/caller.ts'
import { exchange } from './exchange.ts'
import { type Heard, hear, type Told } from './told.ts'

/** Somebody with an open connection to the box, as a page that has been loaded has one to Burrow. */
export class Direct extends Caller {
  readonly #agent = new Agent({ keepAlive: true })

  async arrive(): Promise<void> {
    await exchange(`${this.url}/api/version`, this.#agent, this.sending('GET'))
  }

  async ask(model: string, question: string): Promise<Told> {
    const body = { model, messages: [{ role: 'user', content: question }], stream: true }
    const got = await exchange(`${this.url}/api/chat`, this.#agent, this.sending('POST', body))
    return hear(got, lineReader)
  }

  leave(): void {
    this.#agent.destroy()
  }
}

function lineReader(take: (heard: Heard) => void): (text: string) => void {
  let rest = ''
  return text => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) take(heard(line))
  }
}

function heard(line: string): Heard {
  const { message, done, error } = JSON.parse(line) as {
    message?: { content: string }
    done?: boolean
    error?: string
  }
  if (error !== undefined) throw new Error(error)
  return { text: message?.content ?? '', over: done === true }
}
