import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const project = fileURLToPath(new URL('../..', import.meta.url))

export interface SourceFile {
  /** From the top of the project, as `core/decide.ts`. */
  path: string
  text: string
}

/** Every .ts, .tsx and .mjs file below these folders, in order. */
export function sourceFiles(...folders: string[]): SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(join(project, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .filter((path) => /\.(?:tsx?|mjs)$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => ({ path, text: readProjectFile(path) }))
}

export const readProjectFile = (path: string): string => readFileSync(join(project, path), 'utf8')

/** What a file imports, statically or not: packages by name, our own files from the top of the project. */
export function importsOf({ path, text }: SourceFile): string[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  const targets = [...statements].map(([, fixed, late]) => fixed ?? late ?? '')
  return targets.map((target) => (target.startsWith('.') ? join(path, '..', target) : target))
}
