import type { Locator, Page } from 'playwright-core'
import type { Person } from './browser.ts'

export type ChosenFile = { name: string; mimeType: string; buffer: Buffer }

/**
 * A JPEG of so many pixels, made in the browser. `grain`: how much noise lies over it, from 0 (a smooth sky) to 1; a photo of 3 MB has much.
 */
export async function photo(
  page: Page,
  name: string,
  { width = 2_400, height = 1_800, grain = 0.1, quality = 0.92, hue = 210 } = {},
): Promise<ChosenFile> {
  const base64 = await page.evaluate(
    async ({ width, height, grain, quality, hue }) => {
      const canvas = new OffscreenCanvas(width, height)
      const context = canvas.getContext('2d')
      if (context === null) throw new Error('no canvas')
      const sky = context.createLinearGradient(0, 0, width / 3, height)
      sky.addColorStop(0, `hsl(${hue} 70% 70%)`)
      sky.addColorStop(1, `hsl(${hue + 60} 40% 30%)`)
      context.fillStyle = sky
      context.fillRect(0, 0, width, height)
      const image = context.getImageData(0, 0, width, height)
      const words = new Uint32Array(16_384)
      for (let at = 0; at < image.data.length; at += 4) {
        const i = (at >> 2) & 16_383
        if (i === 0) crypto.getRandomValues(words)
        const noise = (((words[i] as number) & 255) - 128) * grain
        for (let c = 0; c < 3; c += 1) image.data[at + c] = (image.data[at + c] as number) + noise
      }
      context.putImageData(image, 0, 0)
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality })
      const bytes = new Uint8Array(await blob.arrayBuffer())
      let text = ''
      for (let at = 0; at < bytes.length; at += 32_768) text += String.fromCharCode(...bytes.subarray(at, at + 32_768))
      return btoa(text)
    },
    { width, height, grain, quality, hue },
  )
  return { name, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') }
}

/** Chooses files as somebody does with the button. */
export const choose = (page: Page, button: '写真' | 'ファイル' | 'カメラ', files: ChosenFile[]): Promise<void> =>
  page.locator(`.composer input[type=file][aria-label="${button}"]`).setInputFiles(files)

/** What was chosen and not sent yet. */
export const trayOf = ({ page }: Person): Locator => page.getByRole('region', { name: '送る写真とファイル' })
