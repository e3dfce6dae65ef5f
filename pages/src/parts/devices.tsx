/** Opens what is said of one's other devices, whose code comes with its first showing. */

import { signal } from '@preact/signals'
import { late } from './late.tsx'

export const devicesOpen = signal(false)

const Dialog = late(async () => (await import('../late/devices/devices.tsx')).Devices)

export const DevicesGate = () =>
  devicesOpen.value ? <Dialog close={() => (devicesOpen.value = false)} /> : null
