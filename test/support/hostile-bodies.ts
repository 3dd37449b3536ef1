import { anOfficeFile, aPhoto, aZip, bytesOf, joined } from './file-bodies.ts'

/** Bodies that claim to be what they are not, with the type under which each is served if it is a file at all. */
export type HostileBody = { what: string; bytes: Uint8Array; type: string }

/** What begins as a photo and says of itself that it is larger than any. */
export const pixelBombs = ['png of 30,000 × 30,000', 'png and javascript']

const nothing = 'application/octet-stream'
const script = '<script>alert(document.cookie)</script>'
const html = `<!doctype html><html><body>${script}</body></html>`
const jpeg = [0xff, 0xd8, 0xff, 0xe0, 0, 16]
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
const u32 = (n: number) => [(n >>> 24) & 255, (n >>> 16) & 255, (n >>> 8) & 255, n & 255]
const little = (n: number) => u32(n).reverse()
const utf16 = (text: string) => [...text].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8])
const ole = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
/** Width and height of a PNG, with no picture behind them. */
const pngOf = (width: number, height: number) =>
  joined(png, u32(13), 'IHDR', u32(width), u32(height), [8, 2, 0, 0, 0, 0, 0, 0, 0])
const riff = (length: number, kind: string, rest: string | number[] = []) => joined('RIFF', little(length), kind, rest)

const markup: [string, string][] = [
  ['svg', `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`],
  [
    'svg after a declaration',
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`,
  ],
  ['svg after blanks', `\n\n   \t<svg onload="alert(1)"/>`],
  ['svg in capitals', '<SVG ONLOAD="alert(1)"/>'],
  ['html', html],
  ['html without a beginning', script],
  ['html in a comment', `<!-- a photo -->${html}`],
  ['html after much text', `${'写真です。'.repeat(200)}${html}`],
  ['html with a broken tag', '<img src=x onerror=alert(1)//'],
  ['xml', '<?xml version="1.0"?><a/>'],
  ['xml with an entity', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
  ['xhtml', `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`],
  ['xslt', '<?xml-stylesheet type="text/xsl" href="#a"?><xsl:stylesheet id="a"/>'],
  [
    'mhtml',
    `MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=a\r\n\r\n--a\r\nContent-Type: text/html\r\n\r\n${html}`,
  ],
  ['shtml', '<!--#exec cmd="/bin/id"-->'],
  ['php', '<?php system($_GET["c"]); ?>'],
  ['jsp', '<%@ page import="java.io.*" %><script>alert(1)</script>'],
  ['a link file', '[InternetShortcut]\nURL=javascript:alert(1)\n<script>'],
  ['an hta', '<hta:application/><script>new ActiveXObject("WScript.Shell")</script>'],
  ['a manifest of a cache', 'CACHE MANIFEST\n<a>'],
]

/** What has no tag is text, and served as text to be saved. */
const text: [string, string][] = [
  ['utf-7 html', '+ADw-script+AD4-alert(1)+ADw-/script+AD4-'],
  ['javascript', 'alert(document.cookie)'],
  ['json with a script name', '{"a":"javascript:alert(1)"}'],
  ['css', 'body{background:url(javascript:alert(1))}'],
  ['a csv formula', "=cmd|' /C calc'!A0,+1,-1,@SUM(1)"],
  ['a vcard', 'BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n'],
  ['one letter', 'a'],
]

const binary: [string, Uint8Array][] = [
  ['utf-16 html', joined([0xff, 0xfe], utf16(html))],
  [
    'utf-16 html the other way',
    joined(
      [0xfe, 0xff],
      [...html].flatMap((letter) => [0, letter.charCodeAt(0)]),
    ),
  ],
  ['utf-16 html without a mark', joined(utf16(html))],
  ['utf-8 with a mark and html', joined([0xef, 0xbb, 0xbf], html)],
  ['iso-2022-jp html', joined([0x1b, 0x24, 0x42], html, [0x1b, 0x28, 0x42, 0])],
  ['shift_jis text', joined([0x8e, 0xca, 0x90, 0x5e])],
  ['overlong utf-8', joined([0xc0, 0xbc], 'script>')],
  ['gif and javascript', joined('GIF89a=1;alert(1)//', [0, 1, 0])],
  ['gif', joined('GIF89a', [1, 0, 1, 0, 0, 0, 0, 0x3b])],
  ['bmp and html', joined('BM', [0, 0, 0, 0], html)],
  ['tiff', joined('II', [42, 0, 8, 0, 0, 0])],
  ['ico and html', joined([0, 0, 1, 0, 1, 0], html)],
  ['html before a jpeg', joined(html, jpeg)],
  ['html before a pdf', joined(html, '%PDF-1.7')],
  ['pdf after a line', joined('\n\u0000%PDF-1.7\n', html)],
  ['half a jpeg mark', joined([0xff, 0xd8])],
  ['half a png mark', joined(png.slice(0, 7))],
  ['one zero byte', joined([0])],
  ['riff that is a sound', riff(36, 'WAVE')],
  ['riff that is a film', riff(36, 'AVI ')],
  ['a film', joined(u32(24), 'ftypisom', u32(0))],
  ['avif', joined(u32(24), 'ftypavif', u32(0))],
  ['zip', aZip(['a.txt'])],
  ['zip of zips that claims 4 GB', aZip(['1.zip', '2.zip', '3.zip'], 0xffff_fffe)],
  ['zip that names a path', aZip(['../../etc/passwd'])],
  ['a jar', aZip(['META-INF/MANIFEST.MF', 'A.class'])],
  ['ole that is none', joined(ole, new Uint8Array(600))],
  ['an msi', joined(ole, new Uint8Array(500), utf16('SummaryInformation'))],
  ['an exe', joined('MZ', new Uint8Array(100), 'This program cannot be run')],
  ['an elf', joined([0x7f], 'ELF', new Uint8Array(60))],
  ['flash', joined('CWS', [9, 0, 0, 0])],
  ['wasm', joined([0], 'asm', [1, 0, 0, 0])],
]

/** What begins as a known type is served as that: whatever comes after it is no page under that type and `nosniff`. */
const polyglots: [string, Uint8Array, string][] = [
  ['jpeg and html', joined(jpeg, html), 'image/jpeg'],
  ['jpeg and zip', joined(aPhoto(300), aZip(['a.html'])), 'image/jpeg'],
  ['jpeg and javascript', joined(jpeg, '=1;alert(1)'), 'image/jpeg'],
  ['cut jpeg', joined([0xff, 0xd8, 0xff]), 'image/jpeg'],
  ['png and javascript', joined(png, u32(13), 'IHDR', script), 'image/png'],
  ['png of 30,000 × 30,000', pngOf(30_000, 30_000), 'image/png'],
  ['cut png', joined(png), 'image/png'],
  ['webp that lies of its length', riff(0xffff_ffff, 'WEBP', `VP8 ${html}`), 'image/webp'],
  ['webp without anything', riff(4, 'WEBP'), 'image/webp'],
  ['heic and html', joined(u32(24), 'ftypheic', html), 'image/heic'],
  ['pdf and javascript', joined('%PDF-1.7\n1 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj'), 'application/pdf'],
  ['pdf and html', joined('%PDF-1.7\n', html), 'application/pdf'],
  [
    'an office bomb',
    anOfficeFile('word/document.xml', 0xffff_fffe),
    'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  ],
]

export const hostileBodies: readonly HostileBody[] = [
  ...markup.map(([what, body]) => ({ what, bytes: bytesOf(body), type: nothing })),
  ...text.map(([what, body]) => ({ what, bytes: bytesOf(body), type: 'text/plain' })),
  ...binary.map(([what, bytes]) => ({ what, bytes, type: nothing })),
  ...polyglots.map(([what, bytes, type]) => ({ what, bytes, type })),
]
