/** The wire to the box is cut while an answer is written. At temperature 0 nobody can tell from the answer (T9). */

import { strict as assert } from 'node:assert'
import { watch } from '../watch.ts'
import type { Asked } from '../tap.ts'
import { type House, lastOf } from './house.ts'
import type { Steady } from './steady.ts'

/** Cuts, one in an answer, that are spread over it; the first ones behind its first lines. */
const CUTS = 18
const FIRST = 5

/** One answer for each cut; returns how many. The last cut is behind all text and before the line that says so. */
export async function singleCuts(house: House, steady: Steady): Promise<number> {
  const spread = Array.from({ length: CUTS - FIRST }, (_, n) =>
    Math.round(FIRST + ((n + 1) / (CUTS - FIRST)) * (steady.lines - FIRST))
  )
  const places = [...Array.from({ length: FIRST }, (_, n) => n + 1), ...spread]
  const wrong: string[] = []
  for (const place of places) {
    const differs = await cut(house, steady, [place])
    if (differs !== null) wrong.push(`cut behind line ${place} of ${steady.lines}: ${differs}`)
  }
  assert.deepEqual(wrong, [], `${places.length - wrong.length} of ${places.length} cuts gave an equal answer`)
  return places.length
}

/** Lines behind which one answer is cut, again and again; each is counted from where it was gone on with. */
const AGAIN = [1, 7, 2, 12, 5]

/** One answer; returns how often it was cut. */
export async function manyCuts(house: House, steady: Steady): Promise<number> {
  assert.equal(await cut(house, steady, AGAIN), null)
  return AGAIN.length
}

/** Null when the answer is equal to the uninterrupted one and all about it is right; else how it differs. */
async function cut(house: House, steady: Steady, lines: number[]): Promise<string | null> {
  const before = house.upstream(steady.question).length
  house.tap.cutBehind(...lines)
  const { chat, response } = await house.visitor.ask(steady.model, steady.question)
  const watched = await watch(response)
  house.tap.cutBehind()
  const asked = house.upstream(steady.question).slice(before)
  assert.equal(asked.length, lines.length + 1, 'each cut is followed by one more try')
  assert.equal(watched.message?.status, 'done', JSON.stringify(watched.end))
  assert.equal(watched.message.text, watched.text, 'what the viewer joined is the finished message')
  assert.deepEqual(await lastOf(chat), watched.message, 'and so is what history keeps')
  assert.deepEqual(watched.message.seams ?? [], seamsOf(asked), 'the seams are where it was gone on from')
  return difference(watched.text, steady.text)
}

/** Where each further try began, unless nothing came of it but the line that the answer is complete. */
export function seamsOf(asked: Asked[]): number[] {
  return asked.slice(1).flatMap(({ body, lines }) => {
    const { messages } = JSON.parse(body) as { messages: { role: string; content: string }[] }
    const last = messages.at(-1)
    if (lines <= 1) return []
    // What had not been journaled when its session died is begun anew.
    return [last?.role === 'assistant' ? last.content.length : 0]
  })
}

/** Null when both are the same; else where they part, and how each goes on from there. */
export function difference(text: string, right: string): string | null {
  if (text === right) return null
  let at = 0
  while (text[at] === right[at]) at += 1
  const show = (of: string) => JSON.stringify(of.slice(at, at + 30))
  return `from character ${at} on ${show(text)} instead of ${show(right)}`
}
