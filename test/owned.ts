/** A page of an owner whose box is as a test says: a busy day, with names in several scripts and of any length. */

import type { Browser, BrowserContextOptions } from 'playwright-core'
import type { OwnerView } from '../workers/protocol/owner.ts'
import { problem, type ProblemCode } from '../workers/protocol/problems.ts'
import { LONG } from './offered.ts'
import { type Desk, type Person, sitDown } from './person.ts'

export interface Owned {
  desk: Desk
  person: Person
  /** What Burrow says when it is asked the next time: a view, a refusal, or nothing at all. */
  says: OwnerView | ProblemCode | null
  /** What it says to what is done. */
  refuses: ProblemCode | null
  /** How often it was asked. */
  looks: number
  /** What was done. */
  done: string[]
}

export async function owned(
  browser: Browser,
  url: string,
  options: BrowserContextOptions = {}
): Promise<Owned> {
  const desk = await sitDown(browser, url, options)
  const self: Pick<Owned, 'says' | 'refuses' | 'looks' | 'done'> = {
    says: ownerView(),
    refuses: null,
    looks: 0,
    done: [],
  }
  await desk.context.route(/\/api\/owner/, route => {
    const request = route.request()
    const refuse = (code: ProblemCode) =>
      route.fulfill({ status: code === 'not_found' ? 404 : 503, json: problem(code) })
    const say = () => {
      if (self.says === null) return route.abort()
      return typeof self.says === 'string' ? refuse(self.says) : route.fulfill({ json: self.says })
    }
    if (request.method() === 'GET') {
      self.looks += 1
      return say()
    }
    self.done.push(
      [request.method(), new URL(request.url()).pathname, request.postData()].filter(Boolean).join(' ')
    )
    if (self.refuses) return refuse(self.refuses)
    return request.method() === 'PATCH' ? say() : route.fulfill({ status: 204 })
  })
  const person = await desk.open('/owner')
  return Object.assign(self, { desk, person })
}

const DAY_MS = 86_400_000
const ARABIC = 'نموذج-عربي-كبير:١٤ب'

export function ownerView(now = Date.now()): OwnerView {
  const today = Math.floor(now / DAY_MS)
  const ago = (seconds: number) => now - seconds * 1_000
  return {
    now,
    hosts: [
      {
        name: 'attic',
        state: 'ready',
        answering: 1,
        slots: 2,
        loaded: [
          { name: 'qwen3:14b', bytes: 11.2e9 },
          { name: LONG, bytes: 18.6e9 },
        ],
        rate: 41,
        answersInMs: 38,
      },
      {
        name: '书房',
        state: 'ready',
        answering: 0,
        slots: 1,
        loaded: [{ name: ARABIC, bytes: 2.6e9 }],
        answersInMs: 21,
      },
      { name: 'shed', state: 'offline', since: ago(4 * 86_400), answering: 0, slots: 1, loaded: [] },
      {
        name: 'cellar',
        state: 'misconfigured',
        problem: 'Burrow is no longer let in to the box. Its owner must renew the key.',
        since: ago(600),
        answering: 0,
        slots: 1,
        loaded: [],
      },
    ],
    turns: [
      {
        turn: 'a',
        who: '7f3aQx_b-0',
        model: 'qwen3:14b',
        isProgram: false,
        state: 'answering',
        since: ago(9),
      },
      {
        turn: 'b',
        who: 'c210Zz19aB',
        model: LONG,
        isProgram: true,
        state: 'waiting',
        since: ago(14),
        place: 1,
      },
      {
        turn: 'c',
        who: '-_aaBBcc11',
        model: ARABIC,
        isProgram: false,
        state: 'waiting',
        since: ago(3),
        place: 2,
      },
      { turn: 'd', model: 'qwen3:14b', isProgram: false, state: 'until-back', since: ago(7_200) },
    ],
    days: [9, 17, 14, 6, 0, 3].map((visitors, n) => ({
      day: today - n,
      visitors,
      turns: visitors * 7,
      failed: n === 1 ? 3 : 0,
      boxSeconds: [1_260, 3_300, 2_580, 720, 0, 7_500][n] ?? 0,
      longestWaitSeconds: visitors * 7,
    })),
    visitors: [
      { who: '7f3aQx_b-0', turns: 41, boxSeconds: 900, blockedAt: null },
      { who: 'c210Zz19aB', turns: 20, boxSeconds: 340, blockedAt: ago(3_000) },
      { who: '-_aaBBcc11', turns: 1, boxSeconds: 20, blockedAt: null },
    ],
    models: ['qwen3:14b', LONG, ARABIC].map(name => ({ name, offered: name !== LONG })),
    settings: { paused: null, welcome: '', limits: { turnsAMinute: 6 } },
    configured: { turnsAMinute: 10, boxMinutes: 30, addressBoxMinutes: 360, newVisitorsAnHour: 40 },
    changes: [
      { at: ago(60), by: 'owner@example.com', what: 'Six questions a minute instead of 10.' },
      {
        at: ago(90_000),
        by: 'c210Zz19aB',
        what: 'Paused new questions: “今晚维护，请明天再来提问，谢谢大家的理解与支持。”',
      },
    ],
  }
}
