/** A Burrow with an owner whom Access lets in to what is theirs, while everybody else chats without it. */

import { AUDIENCE } from '../workers/gateway/testing/access.ts'
import { pseudonym } from '../workers/gateway/pseudonym.ts'
import type { OwnerChanges, OwnerTurn, OwnerView } from '../workers/protocol/owner.ts'
import { asked, newQuestion, startSystem, type System, until } from './system.ts'
import { startTeam } from './team.ts'
import { good, Visitor } from './visitor.ts'
import { watch } from './watch.ts'

const COOKIE_SECRET = 'a secret of these tests and of no other'

export const EMAIL = 'me@example.com'

type Options = NonNullable<Parameters<typeof startSystem>[0]>

export interface Owned {
  system: System
  owner: Owner
  /** Somebody else whom Access lets in. */
  employee: Owner
  stop(): Promise<void>
}

export async function startOwned({ vars = {}, ...options }: Options = {}): Promise<Owned> {
  const access = await startTeam()
  const system = await startSystem({
    ...options,
    vars: {
      ACCESS_TEAM: access.team.url,
      ACCESS_AUD: AUDIENCE,
      ACCESS_FOR: 'owner',
      OWNERS: EMAIL,
      COOKIE_SECRET,
      ...vars,
    },
  })
  const one = async (sub: string) =>
    new Owner(system.url, await access.team.token({ sub, email: `${sub}@example.com` }))
  return {
    system,
    owner: await one('me'),
    employee: await one('you'),
    async stop() {
      await system.stop()
      await access.close()
    },
  }
}

/** Somebody who sends a token of Access. */
export class Owner extends Visitor {
  readonly #token: string

  constructor(url: string, token: string) {
    super(url)
    this.#token = token
  }

  override call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    return super.call(method, path, body, { ...headers, 'Cf-Access-Jwt-Assertion': this.#token })
  }

  view(): Promise<OwnerView> {
    return this.get('/api/owner')
  }

  async set(changes: OwnerChanges): Promise<OwnerView> {
    return (await good(await this.call('PATCH', '/api/owner', changes)).json()) as OwnerView
  }

  /** What was done, newest first. */
  async said(): Promise<string[]> {
    return (await this.view()).changes.map(({ what }) => what)
  }

  /** A turn as it is shown, once it is shown so. */
  sees(turn: string, state: OwnerTurn['state']): Promise<OwnerTurn> {
    return until(`${turn} is ${state}`, async () =>
      (await this.view()).turns.find(one => one.turn === turn && one.state === state)
    )
  }
}

/** The pseudonym of somebody who has been here. */
export function whoIs({ cookie }: Visitor): Promise<string> {
  const [, id = ''] = /^[^=]+=([\da-f-]{36})/.exec(cookie) ?? []
  return pseudonym(COOKIE_SECRET, id)
}

/** Tokens of an answer that does not end by itself while a test looks. */
export const LONG = 4_000

/** Asks, and is being answered, or waits; `seen` is all of it. */
export async function asks(
  { system, owner }: Owned,
  visitor: Visitor,
  state: 'answering' | 'waiting' | 'until-back',
  model = 'bench-50:1b'
) {
  const question = newQuestion(LONG)
  const more = state === 'until-back' ? { keep: 'until-back' as const } : {}
  const { chat, turn, response } = await visitor.ask(model, question, more)
  const seen = watch(response)
  const shown = await owner.sees(turn, state)
  if (state === 'answering') await until('text comes', () => asked(system.demo, question)[0]?.tokens)
  return { chat, turn, seen, shown, question }
}

/** Somebody who has only just come. */
export async function newcomer({ system }: Owned): Promise<Visitor> {
  const visitor = system.visitor()
  await visitor.chats()
  return visitor
}
