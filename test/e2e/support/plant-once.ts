import { rmSync } from 'node:fs'
import { buildTown } from '../../../.tasks/build.mjs'
import { ensureDemoTown } from '../../../.tasks/town.mjs'
import { e2eDir, plantedDir } from './demo-town.ts'

/** Before the first test: the town is built and planted once; every test works on a copy of its own. */
export default async function plantOnce(): Promise<void> {
  rmSync(e2eDir, { recursive: true, force: true })
  await buildTown()
  await ensureDemoTown(plantedDir, { members: false })
}
