/** A queue of a test's, and what those hear who watch it. */

import { pass } from './asking.ts'
import type { Seeing } from './around.ts'
import { type Of, Scene } from './scene.ts'

export const A = 'a:1b'
export const B = 'b:1b'

/** One turn of model A is answered, which is loaded, and these wait, a visitor each. */
export async function waiting(of: Of, ...turns: string[]): Promise<Scene> {
  const scene = new Scene({ models: [A, B], ...of })
  await scene.ask('first', { model: A })
  await pass(10)
  for (const turn of turns) await scene.ask(turn, { model: A })
  // Whoever watches now is told at once.
  await pass(1)
  return scene
}

/** What they were told of it, `moved` for the end. */
export const positions = ({ heard }: Seeing) =>
  heard.map(news => ('place' in news ? (news.place?.position ?? null) : 'moved' in news ? 'moved' : 'away'))

export const last = ({ heard }: Seeing) => heard.at(-1)
