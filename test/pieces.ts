/** Which pieces of a chat a browser fetches. */

import type { Response } from 'playwright-core'
import type { OpenChat } from '../workers/protocol/nouns.ts'
import type { Desk } from './person.ts'
import type { Chat } from './visitor.ts'

export interface Pieces {
  pieces: OpenChat[]
  /** The query of each, as soon as there is an answer to it. */
  asked: string[]
  /** Closes the browser, once all that it has heard of is noted: of one that has gone nothing can be read. */
  leave(): Promise<void>
}

export function notePieces({ context }: Desk, { path }: Chat): Pieces {
  const [pieces, asked]: [OpenChat[], string[]] = [[], []]
  const noting: Promise<void>[] = []
  const note = (response: Response) => {
    const { pathname, search } = new URL(response.url())
    if (pathname !== path || response.request().method() !== 'GET') return
    asked.push(search)
    noting.push(response.json().then((piece: OpenChat) => void pieces.push(piece)))
  }
  context.on('response', note)
  const leave = async () => {
    context.off('response', note)
    await Promise.all(noting)
    await context.close()
  }
  return { pieces, asked, leave }
}
