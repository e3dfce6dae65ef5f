/** “Forget me”: all that is the visitor's goes, and every tab of theirs begins as at a first visit. */

import type { Answer } from '../wire/json.ts'
import { deleteMe, signOut } from '../wire/me.ts'
import { beginAnew, beginAsNew, isOver } from './who.ts'

/** It cannot be undone. Where it is refused, or Burrow did not answer, all is as it was. */
export const forgetMe = (): Promise<Answer<null>> =>
  inTurn(async () => {
    const answer = await deleteMe()
    if (answer.ok) beginAnew('forgotten')
    return answer
  })

/** They were forgotten in another tab, or on another device, on which nobody is signed in then. */
export const beForgotten = (): Promise<void> =>
  inTurn(async () => {
    if (isOver()) return
    await signOut()
    beginAsNew()
  })

/**
 * One tab after the other: whoever began anew while another's answer is on its way, which takes the cookie away, would be who
 * they were. Where a browser has no locks, that may happen.
 */
const inTurn = async <T>(work: () => Promise<T>): Promise<T> =>
  'locks' in navigator ? await navigator.locks.request('burrow:forgetting', work) : work()
