import { createInstalling } from './installing.ts'
import { installPrompt } from './this-device.ts'

/** Whether this browser has the app on its home screen, and how it gets there: nothing that the first screen waits for. */
export const installing = createInstalling(window, () => Date.now(), installPrompt)
