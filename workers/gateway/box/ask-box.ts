/** Asks the Box, wherever it lives and whatever has just become of it. */

import { wasReset } from '../../protocol/reset.ts'
import type { Notices } from '../telling/notices.ts'
import type { Desk } from './desk.ts'
import type { OwnerDesk } from './owner/owner-desk.ts'
import type { People } from './owner/people.ts'

/** The one Box of a deployment. */
export const NAME = 'box'

/** Milliseconds before it is asked again after a death: a deployment may end it twice. */
const AGAIN_MS = [0, 200]

/** The calls as they are seen from afar. */
export type BoxCalls = Calls<Omit<Desk, 'owner' | 'people'>> & Calls<OwnerDesk & People> & Calls<Notices>

type Calls<Of> = {
  [Name in keyof Of]: Of[Name] extends (...given: infer Given) => infer Answer
    ? (...given: Given) => Promise<Awaited<Answer>>
    : never
}

export interface BoxEnv {
  BOX: { getByName(name: string): object }
}

/**
 * What it answers. An object that was just reset, by a deployment or a crash, refuses the call under way, and its next
 * life answers: every call may be repeated.
 */
export async function askBox<T>({ BOX }: BoxEnv, call: (box: BoxCalls) => Promise<T>): Promise<T> {
  for (let deaths = 0; ; deaths += 1) {
    try {
      return await call(boxOf(BOX))
    } catch (error) {
      const wait = AGAIN_MS[deaths]
      if (wait === undefined || !wasReset(error)) throw error
      await new Promise(resolve => setTimeout(resolve, wait))
    }
  }
}

/** Of a stub's type so much that a test can have another: what it answers crosses as plain values, and is the Desk's. */
const boxOf = (BOX: BoxEnv['BOX']) => BOX.getByName(NAME) as BoxCalls
