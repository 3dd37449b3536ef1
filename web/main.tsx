import { render } from 'solid-js/web'
import './style/main.css'
import { forgetOld, sessionMemory } from './offline/stored-session.ts'
import { newVersion } from './store/device/new-version.ts'
import { followViewport } from './store/device/viewport.ts'
import { createNavigation } from './store/navigation.ts'
import { createApi } from './transport/api.ts'
import { createSessionKeeper } from './transport/session-keeper.ts'
import { App } from './views/app.tsx'

const now = () => Date.now()
/** Where Web Locks are not there, each tab does it by itself. */
const alone = <T,>(work: () => Promise<T>): Promise<T> =>
  navigator.locks ? navigator.locks.request('yagura-session', work) : work()
const keeper = createSessionKeeper({ api: createApi(), memory: sessionMemory, now, alone })
const navigation = createNavigation(window)
const root = document.getElementById('app')

followViewport(window)
// Before anything kept is shown, what was kept for too long goes.
void forgetOld(now()).then(() => {
  root?.replaceChildren()
  if (root) render(() => <App keeper={keeper} navigation={navigation} now={now} />, root)
})
window.addEventListener('load', () => newVersion.follow(window))
