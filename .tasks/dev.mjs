import { main } from './say.mjs'
import { prepare } from './toolchain.mjs'

/** `npm run dev`: as `npm start`, and again at every change of a source file. */
await main(async () => {
  await prepare()
  const { readWish } = await import('./serve.mjs')
  const { watch } = await import('./watch.mjs')
  await watch(readWish())
})
