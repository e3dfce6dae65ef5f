/** What the doctor says of one thing. */

export interface Finding {
  /** What was looked at, in a few words. */
  what: string
  /** `unseen`: it cannot be seen from here, so it is neither right nor wrong. */
  state: 'well' | 'wrong' | 'unseen'
  /** What was seen, or why it was not. */
  said: string
  /** The one thing to do, where something is wrong. */
  cure?: string
}

export const well = (what: string, said: string): Finding => ({ what, state: 'well', said })
export const unseen = (what: string, said: string): Finding => ({ what, state: 'unseen', said })
export const wrong = (what: string, said: string, cure: string): Finding => ({
  what,
  state: 'wrong',
  said,
  cure,
})
