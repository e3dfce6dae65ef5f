/** Which of the models may be asked. */

import type { OwnerModel } from '../../../../workers/protocol/owner.ts'
import { Words } from '../../parts/words.tsx'
import { set } from './apply.ts'
import { Section } from './section.tsx'

export const Models = ({ models }: { models: OwnerModel[] }) => (
  <Section name="Models">
    {models.length === 0 ? (
      <p class="soft">No host has a model that is offered.</p>
    ) : (
      models.map(({ name, offered }) => (
        <label key={name} class="field">
          <span>
            <bdi>{name}</bdi>
          </span>
          <span class="small soft" aria-hidden="true">
            <Words>{offered ? 'On' : 'Off'}</Words>
          </span>
          <input
            type="checkbox"
            role="switch"
            checked={offered}
            onChange={({ currentTarget }) => void set({ models: { [name]: currentTarget.checked } })}
          />
        </label>
      ))
    )}
  </Section>
)
