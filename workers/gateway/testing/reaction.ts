/** How a session of a test answers the Box: the first two say yes, and the first of them comes for its slot. */
export type Reaction = 'comes' | 'accepts' | 'refuses' | 'fails' | 'is silent'

export function answerOf(reaction: Reaction): Promise<boolean> {
  if (reaction === 'is silent') return new Promise(() => {})
  if (reaction === 'fails') return Promise.reject(new Error('It has died.'))
  return Promise.resolve(reaction !== 'refuses')
}
