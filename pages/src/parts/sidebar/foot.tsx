/** The sidebar's foot: the theme, keys for other programs, one's other devices, the owner's page for an owner, and the keys of the keyboard. */

import { deaf } from '../../state/feed.ts'
import { isOwner } from '../../state/owner.ts'
import { atOwner, OWNER_PATH } from '../../state/route.ts'
import { setTheme, theme, type Theme } from '../../state/theme.ts'
import { apiKeysOpen } from '../api-keys.tsx'
import { devicesOpen } from '../devices.tsx'
import { MenuButton } from '../menu/menu.tsx'
import { shortcutsOpen } from '../shortcuts.tsx'

const THEMES: [Theme, string][] = [
  ['system', 'System'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

export const Foot = () => (
  <>
    {deaf.value && (
      <p class="empty small soft" role="status">
        Not live: what happens in other tabs shows when you come back to this one.
      </p>
    )}
    <Row />
  </>
)

const Row = () => (
  <div class={isOwner.value ? 'head wrap' : 'head'}>
    <div class="anchor up">
      <MenuButton
        label="Theme"
        items={THEMES.map(([name, label]) => ({
          label,
          checked: theme.value === name,
          act: () => setTheme(name),
        }))}
      >
        Theme
      </MenuButton>
    </div>
    <button type="button" class="bare" onClick={() => (apiKeysOpen.value = true)}>
      API keys
    </button>
    <button type="button" class="bare" onClick={() => (devicesOpen.value = true)}>
      Devices
    </button>
    {isOwner.value && (
      <a class="bare" href={OWNER_PATH} aria-current={atOwner.value ? 'page' : undefined}>
        Box
      </a>
    )}
    <button type="button" class="bare end when-keys" onClick={() => (shortcutsOpen.value = true)}>
      Keys
    </button>
  </div>
)
