import { Hono } from 'hono'
import type { AppEnv } from './env.ts'
import { authenticate } from './middleware/authenticate.ts'
import { configured } from './middleware/configured.ts'
import { jsonBody } from './middleware/json-body.ts'
import { ownOrigin } from './middleware/own-origin.ts'
import { requestLog } from './middleware/request-log.ts'
import { securityHeaders } from './middleware/security-headers.ts'
import { onError, refused } from './on-error.ts'
import { openApiDocument } from './openapi.ts'
import { adminRoutes } from './routes/admin.ts'
import { copyRoutes } from './routes/copies.ts'
import { fileRoutes } from './routes/files.ts'
import { mapRoutes } from './routes/map.ts'
import { meRoutes } from './routes/me.ts'
import { noteRoutes } from './routes/notes.ts'
import { organizationsRoutes } from './routes/organizations.ts'
import { pages } from './routes/pages.ts'
import { photoRoutes } from './routes/photos.ts'
import { ringingRoutes, ringShownRoutes } from './routes/ringing.ts'
import { roomsRoutes } from './routes/rooms.ts'
import { sessionRoutes } from './routes/session.ts'
import { socketRoutes } from './routes/sockets.ts'
import { startRoutes } from './routes/start.ts'
import { stockRoutes } from './routes/stock.ts'
import { storageRoutes } from './routes/storage.ts'
import { structureRoutes } from './routes/structure.ts'
import { talkRoutes } from './routes/talk.ts'
import { uploadRoutes } from './routes/uploads.ts'

/** The front door: what every request passes, in order, and where it goes. */
export const app = new Hono<AppEnv>()

app.onError(onError)
app.notFound((c) => refused(c, 'not_found'))

app.use(requestLog, securityHeaders, configured, ownOrigin)
app.use('/api/*', jsonBody)

// Open to who is not signed in.
app.route('/', sessionRoutes)
app.route('/', startRoutes)
app.route('/', ringShownRoutes)
app.get('/api/openapi.json', openApiDocument(app))

app.use('/api/*', authenticate)
for (const routes of [
  meRoutes,
  talkRoutes,
  uploadRoutes,
  fileRoutes,
  noteRoutes,
  mapRoutes,
  photoRoutes,
  copyRoutes,
  stockRoutes,
  ringingRoutes,
  socketRoutes,
  organizationsRoutes,
  roomsRoutes,
  adminRoutes,
  structureRoutes,
  storageRoutes,
])
  app.route('/', routes)
app.all('/api/*', (c) => refused(c, 'not_found'))

// Names that objects and the platform use among themselves: no page stands there.
app.on('GET', ['/do/*', '/cdn-cgi/*'], (c) => refused(c, 'not_found'))
app.get('*', pages)
