import { type Aim, type Encoded, fitWithin, nextEncoding, photoAim, thumbAim } from './shrinking.ts'

/** A picture made anew from its pixels: nothing that the file said besides is in it. */
export type Shrunk = { photo: Blob; thumb: Blob; width: number; height: number }

/** Shrinks a photo to what may leave a phone, and makes its small picture; null where this browser cannot read it. */
export async function shrinkPhoto(file: Blob): Promise<Shrunk | null> {
  const picture = await decode(file)
  if (picture === null) return null
  try {
    const photo = await encode(picture, photoAim)
    const thumb = await encode(photo.canvas, thumbAim)
    const { width, height } = photo.canvas
    return { photo: photo.blob, thumb: thumb.blob, width, height }
  } catch {
    // Too many pixels for this device.
    return null
  } finally {
    if ('close' in picture) picture.close()
  }
}

type Picture = ImageBitmap | HTMLImageElement | HTMLCanvasElement

/** The pixels, turned as the photo says. Browsers from before 2023 know no such wish and turn an image by themselves. */
async function decode(file: Blob): Promise<ImageBitmap | HTMLImageElement | null> {
  try {
    return await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch {
    const url = URL.createObjectURL(file)
    const image = new Image()
    image.src = url
    try {
      await image.decode()
      return image.naturalWidth > 0 ? image : null
    } catch {
      return null
    } finally {
      URL.revokeObjectURL(url)
    }
  }
}

/** Steps down until it is small enough. A picture that cannot be made so small is as small as it gets. */
async function encode(picture: Picture, aim: Aim): Promise<{ blob: Blob; canvas: HTMLCanvasElement }> {
  let canvas: HTMLCanvasElement | null = null
  let blob: Blob | null = null
  let last: (Encoded & { drawn: number }) | null = null
  for (let next = nextEncoding(aim, null); next !== null; next = nextEncoding(aim, last)) {
    if (canvas === null || last?.drawn !== next.edge) canvas = draw(picture, next.edge)
    blob = await toJpeg(canvas, next.quality)
    last = { ...next, size: blob.size, drawn: next.edge }
  }
  if (canvas === null || blob === null) throw new Error('nothing was drawn')
  return { blob, canvas }
}

function draw(picture: Picture, edge: number): HTMLCanvasElement {
  const [from, to] =
    'naturalWidth' in picture ? [picture.naturalWidth, picture.naturalHeight] : [picture.width, picture.height]
  const canvas = document.createElement('canvas')
  Object.assign(canvas, fitWithin(edge, from, to))
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('no canvas')
  // JPEG has no transparency: what shines through is white, as paper is.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}

const toJpeg = (canvas: HTMLCanvasElement, quality: number): Promise<Blob> =>
  new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not encoded'))), 'image/jpeg', quality),
  )
