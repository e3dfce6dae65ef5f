/** The house: everything that the first paint shows. What only a press brings belongs in `late/`. */

import { ApiKeysGate } from '../parts/api-keys.tsx'
import { DevicesGate } from '../parts/devices.tsx'
import { DrawerGate } from '../parts/drawer.tsx'
import { Room } from '../parts/room.tsx'
import { ShortcutsGate } from '../parts/shortcuts.tsx'
import { Sidebar } from '../parts/sidebar/sidebar.tsx'
import { Skip } from './skip.tsx'

export const App = () => (
  <>
    <div class="house">
      <Skip />
      <Sidebar />
      <Room />
    </div>
    <DrawerGate />
    <ShortcutsGate />
    <ApiKeysGate />
    <DevicesGate />
  </>
)
