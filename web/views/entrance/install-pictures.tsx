import { installWords } from '../../words/install.ts'

/** Three drawings of an iPhone, for the three steps whose words stand beside them. Colours are in style/install.css. */

/** The lower edge of Safari, with the share button ringed. */
export function ShareButtonPicture() {
  return (
    <svg class="picture" viewBox="0 0 320 150" aria-hidden="true">
      <path class="picture-phone" d="M30 0h260v118a26 26 0 01-26 26H56a26 26 0 01-26-26z" />
      <path class="picture-faint-line" d="M56 20h150M56 40h190M56 60h110" />
      <path class="picture-bar" d="M30 78h260v40a26 26 0 01-26 26H56a26 26 0 01-26-26z" />
      <path class="picture-line" d="M70 96l-9 9 9 9M112 96l9 9-9 9" />
      <path class="picture-line" d="M196 97c8-3 14-1 17 2 3-3 9-5 17-2v17c-8-3-14-1-17 2-3-3-9-5-17-2zM213 99v17" />
      <path class="picture-line" d="M255 100h13v15h-13zM260 100v-4h13v15h-5" />
      <circle class="picture-ring" cx="160" cy="105" r="23" />
      <path class="picture-strong-line" d="M160 109V89M152.500 96.500L160 89l7.500 7.500M153 102h-5v18h24v-18h-5" />
    </svg>
  )
}

/** The share sheet, with the row that adds to the home screen ringed. */
export function ShareRowPicture() {
  return (
    <svg class="picture" viewBox="0 0 320 150" aria-hidden="true">
      <path class="picture-phone" d="M30 150V26A26 26 0 0156 0h208a26 26 0 0126 26v124z" />
      <path class="picture-faint-line" d="M142 10h36" />
      <text class="picture-text" x="58" y="43">
        {installWords.phone.copy}
      </text>
      <path class="picture-line" d="M254 32h12v12h-12zM250 40h-2V28h12v2" />
      <path class="picture-rule" d="M58 58h204" />
      <text class="picture-text" x="58" y="81">
        {installWords.phone.bookmark}
      </text>
      <path class="picture-line" d="M252 68h12v18l-6-5-6 5z" />
      <rect class="picture-ring" x="42" y="97" width="236" height="42" rx="12" />
      <text class="picture-text picture-strong" x="58" y="124">
        {installWords.phone.add}
      </text>
      <path class="picture-strong-line" d="M250 110h16v16h-16zM258 114v8M254 118h8" />
    </svg>
  )
}

/** A home screen, with the tower among other apps. */
export function HomeScreenPicture() {
  return (
    <svg class="picture" viewBox="0 0 320 150" aria-hidden="true">
      <path class="picture-phone" d="M30 150V26A26 26 0 0156 0h208a26 26 0 0126 26v124z" />
      <g class="picture-app">
        <rect x="56" y="22" width="42" height="42" rx="10" />
        <rect x="112" y="22" width="42" height="42" rx="10" />
        <rect x="168" y="22" width="42" height="42" rx="10" />
        <rect x="224" y="22" width="42" height="42" rx="10" />
        <rect x="56" y="84" width="42" height="42" rx="10" />
      </g>
      <rect class="picture-own-app" x="112" y="84" width="42" height="42" rx="10" />
      <path
        class="picture-own-tower"
        d="M133 90.500l-10 7.800h20zM126.900 98.300v5.200h12.200v-5.200M124.300 103.500h17.400M128.600 103.500l-3.400 16.600M137.400 103.500l3.400 16.600M127.800 109.500h10.400M126.500 114.800h13"
      />
      <rect class="picture-ring" x="104" y="76" width="58" height="70" rx="14" />
      <text class="picture-text picture-strong picture-label" x="133" y="140">
        {installWords.phone.name}
      </text>
    </svg>
  )
}
