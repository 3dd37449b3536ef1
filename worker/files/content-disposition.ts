/** What a browser shows without running anything of it; all else is saved. */
const shown = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf']

/** A name in any script, and a plain one for who does not read that (RFC 6266, RFC 8187). */
export function contentDisposition({ name, type }: { name: string; type: string }): string {
  const plain = name.replaceAll(/[^\x20-\x7e]/g, '_').replaceAll(/["\\%]/g, '_')
  const encoded = encodeURIComponent(name).replaceAll(/['()*!]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)
  return `${shown.includes(type) ? 'inline' : 'attachment'}; filename="${plain}"; filename*=UTF-8''${encoded}`
}
