import { render } from 'solid-js/web'
import './style/main.css'
import { createNavigation } from './store/navigation.ts'
import { newVersion } from './store/new-version.ts'
import { followViewport } from './store/viewport.ts'
import { createApi } from './transport/api.ts'
import { createSessionKeeper } from './transport/session-keeper.ts'
import { App } from './views/app.tsx'

const now = () => Date.now()
const keeper = createSessionKeeper(createApi(), now)
const navigation = createNavigation(window)
const root = document.getElementById('app')

followViewport(window)
root?.replaceChildren()
if (root) render(() => <App keeper={keeper} navigation={navigation} now={now} />, root)
window.addEventListener('load', () => newVersion.follow(window))
