/** Who is asked for what cannot be found out: a person at a terminal, or nobody. */

import { cancel, isCancel, password, select, text } from '@clack/prompts'
import { Trouble } from './trouble.ts'

export interface Question {
  /** The name under which the environment may answer it. */
  name: string
  message: string
  /** Hidden while it is written. */
  secret?: boolean
  /** An empty answer leaves it out. */
  optional?: boolean
  initial?: string
  /** What is wrong with an answer, if something is. */
  wrong?(answer: string): string | undefined
}

export interface Asker {
  /** The answer; empty where it was left out. */
  ask(question: Question): Promise<string>
  choose(name: string, message: string, options: { value: string; label: string }[]): Promise<string>
}

/** A person at a terminal. Leaving with Ctrl-C ends it: what stands stays, and it can be run again. */
export const person: Asker = {
  async ask({ message, secret, optional, initial, wrong }) {
    const validate = (answer: string | undefined) => {
      const given = answer?.trim() ?? ''
      if (given === '') return optional ? undefined : 'This cannot be left out.'
      return wrong?.(given)
    }
    const shown = optional ? `${message} (Enter to leave it out)` : message
    const answer = secret
      ? await password({ message: shown, validate })
      : await text({ message: shown, validate, ...(initial !== undefined && { initialValue: initial }) })
    return left(answer).trim()
  },
  async choose(_, message, options) {
    return left(await select({ message, options }))
  },
}

function left(answer: string | symbol): string {
  if (typeof answer === 'string' && !isCancel(answer)) return answer
  cancel('Left. What stands stays; npm run deploy goes on from here.')
  process.exit(130)
}

/** Nobody: what is needed must stand in the environment. */
export const nobody: Asker = {
  async ask({ name, optional, message }) {
    if (optional) return ''
    throw new Trouble(`${name} is missing. ${message}`, `Set ${name} in the environment.`)
  },
  async choose(name, message, options) {
    const which = options.map(({ value, label }) => `${value} (${label})`).join(', ')
    throw new Trouble(`${name} is missing. ${message}`, `Set ${name} in the environment to one of ${which}.`)
  },
}

/** Asks nobody, and hears what would have been asked for. */
export const onlooker = (tell: (name: string) => void): Asker => ({
  async ask({ name }) {
    tell(name)
    return ''
  },
  choose: nobody.choose,
})
