/**
 * Words that change while they stand. A page translator takes text nodes out and puts its own in their place, so words
 * that were only rewritten would never be seen: new words come in a new element.
 */

interface Props {
  as?: 'span' | 'b' | 'bdi' | 'p'
  class?: string
  children: string
}

export const Words = ({ as: Tag = 'span', class: name, children }: Props) => (
  <Tag key={children} class={name}>
    {children}
  </Tag>
)
