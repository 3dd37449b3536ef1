/** File names that somebody sends to break what shows, saves or forwards them: 200 of them, by what they try. */

const between = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i))
const inName = (characters: string[]) => characters.map((character) => `現場${character}の写真.jpg`)

const paths = [
  ...['../../etc/passwd', '..\\..\\windows\\win.ini', '/etc/shadow', 'C:\\boot.ini', '\\\\server\\share\\x.jpg'],
  ...['a/b/c.jpg', './a.jpg', '....//....//a.jpg', '..%2f..%2fa.jpg', '%2e%2e%2fa.jpg', 'a/../b.jpg', '..;/a.jpg'],
  ...['..／..／a.jpg', '．．／a.jpg', '＼＼server＼x.jpg', 'file:///etc/passwd', '~root/.ssh/id_rsa', '/', '\\', 'a/'],
]

const headers = [
  ...['a".jpg', 'a\\".jpg', 'a\\', '"', '""', "'a'.jpg", 'a; filename=evil.html', 'a"; filename="evil.html'],
  ...['a.jpg\r\nSet-Cookie: s=1', 'a.jpg\r\n\r\n<script>alert(1)</script>', 'a\nb.jpg', 'a\rb.jpg', 'a%0d%0ab.jpg'],
  ...[
    "UTF-8''evil.html",
    "a*=UTF-8''evil.html",
    'a,b;c=d.jpg',
    'a\tb.jpg',
    '%',
    '%%',
    '%zz.jpg',
    'a%00.jpg',
    '=?utf-8?B?YQ==?=',
  ],
]

const markup = [
  ...['<img src=x onerror=alert(1)>.jpg', '<svg onload=alert(1)>', '"><script>alert(1)</script>.jpg', '&lt;b&gt;.jpg'],
  ...[
    '&#x202e;.jpg',
    'javascript:alert(1)',
    'data:text,a',
    '{{7*7}}.jpg',
    '$' + '{7*7}.jpg',
    '<!--.jpg',
    ']]>.jpg',
    '</title>.jpg',
  ],
  ...[
    '%s%s%n.jpg',
    '$(reboot).jpg',
    '`id`.jpg',
    '; rm -rf ~.jpg',
    '| cat',
    '-rf',
    '=1+1.csv',
    '@SUM(1).csv',
    '!!.jpg',
    '*?.jpg',
  ],
]

const endings = [
  ...[
    '写真.jpg.exe',
    '写真.jpg.html',
    'a.html',
    'a.svg',
    'a.shtml',
    'a.jpg.',
    'a.jpg ',
    'a.jpg...',
    'a.jpg::$DATA',
    'a:b.jpg',
  ],
  ...['.htaccess', '.env', '...', '..', '.', '', ' ', '\u3000', '　写真　.jpg', 'a  b.jpg', '.jpg', ' .jpg', '. .jpg'],
]

const devices = [
  ...[
    'CON',
    'con',
    'PRN.txt',
    'aux.jpg',
    'NUL',
    'nul.tar.gz',
    'COM1',
    'com9.txt',
    'LPT1',
    'lpt9.jpg',
    'CON.jpg',
    'Con .jpg',
  ],
]

const lengths = [
  ...['a'.repeat(251), 'a'.repeat(252), 'a'.repeat(253), 'a'.repeat(900)].map((name) => `${name}.jpg`),
  ...['消'.repeat(300), '👨‍👩‍👧‍👦'.repeat(60), 'か\u3099'.repeat(200), `a.${'b'.repeat(300)}`, 'a\u0301'.repeat(300)],
]

const scripts = [
  ...[
    '写真.jpg',
    'がぎぐげご.jpg'.normalize('NFD'),
    'ｶﾞｷﾞｸﾞ.jpg',
    'ＡＢＣ１２３．ｊｐｇ',
    '辻\u{e0100}葛\u{e0101}.jpg',
    '𠮷野家.jpg',
  ],
  ...[
    '👩🏽‍🚒🚒.jpg',
    '🏴󠁧󠁢󠁥󠁮󠁧󠁿.jpg',
    '1️⃣.jpg',
    'a\u0300\u0301\u0302\u0303\u0304.jpg',
    'صورة.jpg',
    'תמונה.jpg',
    'ภาพ.jpg',
    'аpplе.jpg',
  ],
  ...['\\ud800.jpg', '\\u202e.jpg', '\ufffd.jpg', '\ufffe.jpg', '\uffff.jpg', '\ue000.jpg', '\ufff9a\ufffab\ufffb.jpg'],
]

const controls = [...between(0x00, 0x1f), ...between(0x7f, 0x9f)]
const turns = [
  ...between(0x202a, 0x202e),
  ...between(0x2066, 0x2069),
  '\u200e',
  '\u200f',
  '\u061c',
  '\u2028',
  '\u2029',
  '\ufeff',
]

export const hostileNames: readonly string[] = [
  ...[...paths, ...headers, ...markup, ...endings, ...devices, ...lengths, ...scripts],
  ...[...inName(controls), ...inName(turns), '報告\u202egpj.exe'],
]

/** The twenty that would show most on a page. */
export const worstNames: readonly string[] = [
  ...[
    '<img src=x onerror=alert(1)>.jpg',
    '"><script>alert(1)</script>.jpg',
    '<svg onload=alert(1)>',
    'javascript:alert(1)',
  ],
  ...[
    '報告\u202egpj.exe',
    '現場\u0000の写真.jpg',
    'a\r\nSet-Cookie: s=1.jpg',
    '../../etc/passwd',
    'a"; filename="evil.html',
  ],
  ...[
    '&lt;b&gt;.jpg',
    '{{7*7}}.jpg',
    '消'.repeat(300),
    '👨‍👩‍👧‍👦👩🏽‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿.jpg',
    'がぎぐげご.jpg'.normalize('NFD'),
    'صورة.jpg',
    '　写真　.jpg',
  ],
  ...['a\u0301'.repeat(90), '', '.htaccess', '現場\u2028の写真.jpg'],
]
