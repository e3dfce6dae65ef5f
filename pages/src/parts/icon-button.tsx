/** A bare sign that can be pressed; its name is read aloud and shown on hover. */

import type { ComponentProps } from 'preact'
import { Icon } from './icon.tsx'

interface Props extends Omit<ComponentProps<'button'>, 'icon' | 'class'> {
  icon: ComponentProps<typeof Icon>['name']
  label: string
  flip?: boolean
  class?: string
}

export const IconButton = ({ icon, label, flip = false, class: more = '', ...rest }: Props) => (
  <button type="button" class={`bare ${more}`.trim()} aria-label={label} title={label} {...rest}>
    <Icon name={icon} flip={flip} />
  </button>
)
