/** [C1] What a model is sent fits its context: Burrow chooses what is left out, rarely and deep, and Ollama cuts nothing. */

import { env } from 'cloudflare:workers'
import { describe, it } from 'vitest'
import { roomFor } from '../../protocol/context.ts'
import { type Chat, good, mark, newChat, watch } from './visitor.ts'

const MODEL = 'small:1b'
const CONTEXT = 2_048

/** Of each of ten chats; a hundred each take a minute and found nothing more. */
const TURNS = 40

interface Read {
  messages: { role: string; content: string }[]
  promptTokens: number
  freshTokens: number
  dropped: number
  cut: number
  shifted: number
  truncate?: boolean
}

/** What the demo read for questions that contain `word`, oldest first. */
async function read(word: string): Promise<Read[]> {
  const all = await (await fetch(`${env.DEMO}/_demo/requests`)).json<Read[]>()
  return all.filter(({ messages }) => messages?.some(({ content }) => content.includes(word)))
}

/** The same numbers for the same seed. */
function dice(seed: number): (most: number) => number {
  let state = seed
  return most => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff
    return state % most
  }
}

const WORDS = ['burrow', ' déjà', ' 漢字', '。', ' the', ' größer', '\n', ' x = 1;', ' مرحبا', ' 🙂']
const text = (roll: (most: number) => number, words: number) =>
  Array.from({ length: words }, () => WORDS[roll(WORDS.length)]).join('')

async function say(chat: Chat, question: string, parent: string | null) {
  const ask = chat.ask(MODEL, question, { parent })
  return { turn: ask.turn, watched: await watch(good(await chat.send(ask))) }
}

describe('a chat that outgrows the context of its model', () => {
  it(
    '[C1] four hundred turns of every script and length: none is cut in silence, none is without room for its answer',
    {
      timeout: 180_000,
    },
    async ({ expect }) => {
      const wrong: string[] = []
      const chats = Array.from({ length: 10 }, async (_, seed) => {
        const roll = dice(seed + 1)
        const chat = newChat()
        const word = mark()
        let parent: string | null = null
        for (let n = 0; n < TURNS; n += 1) {
          const question = `tokens=${5 + roll(120)} rate=0 ${word} ${text(roll, roll(10) === 0 ? 400 : roll(60))}`
          const { turn, watched } = await say(chat, question, parent)
          if (watched.end?.type !== 'done') wrong.push(`${seed}/${n}: ${JSON.stringify(watched.end?.data)}`)
          parent = turn
        }
        const requests = await read(word)
        for (const { dropped, cut, shifted, promptTokens, messages } of requests) {
          if (dropped + cut + shifted > 0)
            wrong.push(`${seed}: ${dropped} messages dropped, ${cut} tokens cut, ${shifted} shifted out`)
          if (promptTokens > CONTEXT - roomFor(CONTEXT) / 2)
            wrong.push(`${seed}: ${promptTokens} tokens sent`)
          if (messages[0]?.role !== 'user') wrong.push(`${seed}: begins with a dangling answer`)
        }
      })
      await Promise.all(chats)
      expect(wrong).toEqual([])
    }
  )

  it(
    '[C1] is told which message is the first that goes, for as long as that holds',
    { timeout: 60_000 },
    async ({ expect }) => {
      const chat = newChat()
      const word = mark()
      const roll = dice(7)
      let parent: string | null = null
      const cuts: (string | undefined)[] = []
      for (let n = 0; n < 24; n += 1) {
        parent = (await say(chat, `tokens=60 rate=0 ${word} ${text(roll, 60)}`, parent)).turn
        cuts.push(good(await chat.open()).cut?.from)
      }
      const { cut, messages } = good(await chat.open())
      const first = messages.findIndex(({ id }) => id === cut?.from)
      expect(cut?.context).toBe(CONTEXT)
      expect(messages[first]?.role).toBe('user')
      const requests = await read(word)
      // Most of the time only what is new has to be read.
      const warm = requests.filter(({ freshTokens, promptTokens }) => freshTokens < promptTokens / 2)
      expect(warm.length).toBeGreaterThan(requests.length * 0.7)
      expect(requests.at(-1)?.messages[0]?.content).toBe(messages[first]?.text)
      // Rarely: it stays the same for several turns.
      expect(new Set(cuts.filter(from => from !== undefined)).size).toBeLessThanOrEqual(6)
      expect(messages.at(-1)?.figures).toMatchObject({ context: CONTEXT, digest: expect.any(String) })
    }
  )

  it('[C1] refuses a question that does not fit alone before it is sent, with by how much', async ({
    expect,
  }) => {
    const chat = newChat()
    const word = mark()
    const { turn } = await say(chat, `tokens=5 ${word}`, null)
    const before = (await read(word)).length
    const refused = await chat.send(chat.ask(MODEL, `${word} ${'word '.repeat(5_000)}`, { parent: turn }))

    expect(refused).toMatchObject({ ok: false, problem: { code: 'too_long' } })
    expect(refused.ok ? '' : refused.problem.message).toMatch(
      /^This question is [\d,]+ tokens longer than the model can read\.$/
    )
    expect(await read(word)).toHaveLength(before)
  })

  it('[C1] finds out at a host whose context nobody had reported, and the answer is whole', async ({
    expect,
  }) => {
    const chat = newChat()
    const word = mark()
    const asked = await say(chat, `${word} ${'word '.repeat(5_000)}`, null)
    expect(asked.watched.end).toMatchObject({ type: 'problem', data: { code: 'too_long' } })
    for (const { dropped, cut } of await read(word)) expect(dropped + cut).toBe(0)
  })
})
