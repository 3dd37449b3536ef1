import { holdInstallPrompt } from './install-prompt.ts'
import { createPreferences } from './preferences.ts'

/** What belongs to this browser and not to a person: read before anything is painted. */
export const preferences = createPreferences(window)
export const installPrompt = holdInstallPrompt(window)
