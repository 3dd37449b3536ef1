import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Where things are. One place, so that no script guesses. */
export const PROJECT = dirname(dirname(fileURLToPath(import.meta.url)))
export const BUILD_DIR = join(PROJECT, '.build')
export const WORKER_BUILD = join(BUILD_DIR, 'worker')
export const WEB_BUILD = join(BUILD_DIR, 'web')
export const PLANTERS_BUILD = join(BUILD_DIR, 'town')
export const MIGRATIONS_DIR = join(PROJECT, 'migrations')
export const TOWN_STATE = join(PROJECT, '.yagura')
export const MODULES = join(PROJECT, 'node_modules')

/** @param {string} name a command that a dependency brings, as `vite` */
export const command = (name) => join(MODULES, '.bin', name)
