/** Whether the model is to think first; only for a model that can. */

import { model, setThinking, wantsThinking } from '../../state/models.ts'

export const Think = () =>
  model.value?.thinks ? (
    <button
      type="button"
      class="bare"
      aria-pressed={wantsThinking.value}
      onClick={() => setThinking(!wantsThinking.value)}
    >
      Think
    </button>
  ) : null
