/** Asks the model box itself, with nothing between: what Burrow is compared to. */

import { Agent } from 'node:http'
import { exchange } from './exchange.ts'
import { type Heard, hear, type Told } from './told.ts'

/** Somebody with an open connection to the box, as a page that has been loaded has one to Burrow. */
export class Direct {
  readonly #url: string
  readonly #agent = new Agent({ keepAlive: true })

  constructor(url: string) {
    this.#url = url
  }

  async arrive(): Promise<void> {
    await exchange(`${this.#url}/api/version`, { method: 'GET', agent: this.#agent })
  }

  async ask(model: string, question: string): Promise<Told> {
    const body = { model, messages: [{ role: 'user', content: question }], stream: true }
    const got = await exchange(`${this.#url}/api/chat`, { method: 'POST', agent: this.#agent, body })
    return hear(got, '\n', heard)
  }

  leave(): void {
    this.#agent.destroy()
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
