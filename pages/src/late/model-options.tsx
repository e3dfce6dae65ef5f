/** The options of the model list, in their groups. The focus stays where it is: `active` is the one that Enter takes. */

import type { Ref } from 'preact'
import type { Model } from '../../../workers/protocol/nouns.ts'
import { model } from '../state/models.ts'
import { bytes, count } from '../words/numbers.ts'
import type { ModelGroup } from './model-groups.ts'

export const LIST_ID = 'models'

export const optionId = ({ name }: Model) => `model ${name}`.replaceAll(/\s/g, '-')

interface Props {
  place: Ref<HTMLDivElement>
  groups: ModelGroup[]
  active: Model | undefined
  take(model: Model): void
}

export const ModelOptions = ({ place, groups, active, take }: Props) => (
  <div
    ref={place}
    id={LIST_ID}
    role="listbox"
    aria-label="Models"
    tabindex={0}
    aria-activedescendant={active && optionId(active)}
  >
    {groups.map(({ heading, members }) => (
      <div key={heading} role="group" aria-label={heading}>
        <h2 role="presentation">{heading}</h2>
        {members.map(each => (
          <div
            key={each.name}
            id={optionId(each)}
            role="option"
            aria-selected={each.name === model.value?.name}
            class={each === active ? 'at' : undefined}
            // The focus stays with whoever types.
            onMouseDown={event => event.preventDefault()}
            onClick={() => take(each)}
          >
            <Words model={each} />
          </div>
        ))}
      </div>
    ))}
  </div>
)

const Words = ({ model: each }: { model: Model }) => (
  <span>
    <b>
      <bdi>{each.name}</bdi>
    </b>{' '}
    <span class="soft small">{gifts(each)}</span>
    <br />
    <span class="soft small">{measures(each)}</span>
  </span>
)

const gifts = ({ sees, thinks }: Model) => [sees && 'sees', thinks && 'thinks'].filter(Boolean).join(', ')

const measures = ({ size, context }: Model) =>
  `${bytes(size)}${context ? `, ${count(context)} tokens of context` : ''}`
