/** The bench's hand on the demo, which is another process. */

import { setTimeout } from 'node:timers/promises'
import type { Change, RecordedRequest } from '../demo/server.ts'

/** Between two looks at what the demo was asked. */
const LOOK_MS = 50

/** An answer that nobody has gone on with by then is given up. */
const PATIENCE_MS = 60_000

export interface BoxHand {
  switch(change: Change): Promise<void>
  /** Forgets what it was asked. */
  forget(): Promise<void>
  /** When the first token of the second try of this question was sent, in Unix milliseconds. */
  begunAgain(question: string): Promise<number>
}

export function boxOf(demo: string): BoxHand {
  const requests = async () =>
    (await (await fetch(`${demo}/_demo/requests`)).json()) as Pick<
      RecordedRequest,
      'kind' | 'messages' | 'firstTokenAt'
    >[]
  return {
    async switch(change) {
      await fetch(`${demo}/_demo/switch`, { method: 'PUT', body: JSON.stringify(change) })
    },
    async forget() {
      await fetch(`${demo}/_demo/requests`, { method: 'DELETE' })
    },
    async begunAgain(question) {
      for (const end = Date.now() + PATIENCE_MS; Date.now() < end; await setTimeout(LOOK_MS)) {
        const asked = (await requests()).filter(
          ({ kind, messages }) => kind === 'chat' && messages.some(({ content }) => content === question)
        )
        const begun = asked[1]?.firstTokenAt
        if (begun) return begun
      }
      throw new Error('nobody went on with the answer')
    },
  }
}
