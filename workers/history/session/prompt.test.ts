/** [C1] What a model is sent, and what its answer tells about what was sent. */

import { describe, it } from 'vitest'
import { chooseContext, roomFor, tokensOf } from '../../protocol/context.ts'
import type { ContextCut, Message } from '../../protocol/nouns.ts'
import { course, of } from './prompt.fixture.ts'
import { Prompt } from './prompt.ts'

describe('the choice of messages', () => {
  it('[C1] is rare and deep: a chat that grows is cut to about a half, and then left alone', ({ expect }) => {
    const context = 2_048
    const path: Message[] = []
    let cut = null as ContextCut | null
    let changes = 0
    for (let n = 0; n < 200; n += 1) {
      path.push(of('user', `q${n}`, path.at(-1)?.id ?? null, 20 + ((n * 37) % 90)))
      const choice = chooseContext(path, context, cut, 30)
      expect(choice.over).toBe(0)
      expect(choice.tokens).toBeLessThanOrEqual(context - roomFor(context))
      expect(path[choice.from]?.role).toBe('user')
      if (choice.cut?.from !== cut?.from) {
        changes += 1
        expect(choice.tokens).toBeLessThanOrEqual(context / 2)
      }
      cut = choice.cut
      path.push(of('assistant', `a${n}`, path.at(-1)?.id ?? null, 40 + ((n * 53) % 120)))
    }
    const all = path.reduce((sum, one) => sum + tokensOf(one), 0)
    expect(changes).toBeLessThanOrEqual(Math.ceil(all / (context / 4)))
    expect(changes).toBeGreaterThan(5)
  })

  it('[C1] leaves nothing out for a context that nobody reported', ({ expect }) => {
    expect(chooseContext(course(300), undefined, null)).toMatchObject({ from: 0, cut: null, over: 0 })
  })

  it('[C1] keeps a cut only for a path that has its message, and for a context that is not larger', ({
    expect,
  }) => {
    const path = course(40)
    const kept = { from: path[30]?.id ?? '', context: 2_048 }
    expect(chooseContext(path, 2_048, kept).from).toBe(30)
    expect(chooseContext(path, 100_000, kept)).toMatchObject({ from: 0, cut: null })
    expect(chooseContext(path.slice(0, 11), 2_048, kept).cut).toBeNull()
  })

  it('[C1] says by how much a question does not fit alone', ({ expect }) => {
    const path = [of('user', 'q', null, 5_000)]
    expect(chooseContext(path, 2_048, null).over).toBe(5_000 - (2_048 - roomFor(2_048)))
  })
})

describe('a prompt', () => {
  it('[C1] is chosen anew for a smaller context, and again where its estimate was too low, a few times', ({
    expect,
  }) => {
    const prompt = new Prompt(course(61), 'm', null)
    expect(prompt.request(0).messages).toHaveLength(61)
    expect(prompt.refit({ digest: 'd', context: 2_048 })).toBe(true)
    const first = prompt.request(0)
    expect(first).toMatchObject({ context: 2_048 })
    expect(first.tokens).toBeLessThanOrEqual(1_024)
    // It was refused all the same.
    expect(prompt.refit({ digest: 'd', context: 2_048 })).toBe(true)
    expect(prompt.request(0).messages.length).toBeLessThan(first.messages.length)
    // Nothing is left to leave out.
    expect(prompt.refit({ digest: 'd', context: 2_048 })).toBe(false)
  })

  it('[C1] learns what the model adds by itself, then what each question had', ({ expect }) => {
    const one = new Prompt([of('user', 'q', null, 20)], 'm', null)
    const first = one.count({ promptTokens: 50, answerTokens: 9 }, { digest: 'd', context: 2_048 })
    expect(first).toEqual({
      figures: { promptTokens: 50, answerTokens: 9, digest: 'd', context: 2_048, templateTokens: 30 },
      question: undefined,
    })
    const answer = { ...of('assistant', 'a', 'q', 14), model: 'm', figures: first.figures }
    const two = new Prompt([of('user', 'q', null, 20), answer, of('user', 'r', 'a', 10)], 'm', null)
    expect(two.count({ promptTokens: 91 }, null).question).toBe(91 - 30 - 20 - 14)
  })

  it('never begins with a dangling answer, nor with what says nothing', ({ expect }) => {
    const path = [
      of('assistant', 'a', null, 5),
      { ...of('user', 'q', 'a', 5), text: '' },
      of('user', 'r', 'a', 5),
    ]
    expect(new Prompt(path, 'm', null).request(0).messages).toEqual([{ role: 'user', content: 'text of r' }])
  })
})
