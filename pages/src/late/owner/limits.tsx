/** How much one visitor, and all from one address, may ask: what the owner sets here goes before the configuration. */

import type { OwnerLimits, OwnerSettings } from '../../../../workers/protocol/owner.ts'
import { Limit, type Kind } from './limit.tsx'
import { Section } from './section.tsx'

const KINDS: Kind[] = [
  {
    name: 'turnsAMinute',
    label: 'Questions a minute',
    note: 'of one visitor',
    unit: 'questions',
    whole: true,
  },
  { name: 'boxMinutes', label: 'Box time a day', note: 'of one visitor', unit: 'minutes', whole: false },
  {
    name: 'addressBoxMinutes',
    label: 'Box time a day',
    note: 'of all who come from one address',
    unit: 'minutes',
    whole: false,
  },
  {
    name: 'newVisitorsAnHour',
    label: 'New visitors an hour',
    note: 'from one address',
    unit: 'visitors',
    whole: true,
  },
]

interface Props {
  limits: OwnerSettings['limits']
  configured: OwnerLimits
}

export const Limits = ({ limits, configured }: Props) => (
  <Section name="Limits">
    {KINDS.map(kind => (
      <Limit key={kind.name} kind={kind} value={limits[kind.name]} configured={configured[kind.name]} />
    ))}
  </Section>
)
