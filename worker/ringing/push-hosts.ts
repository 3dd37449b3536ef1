/** The push services of the browsers we support, and nothing else: an endpoint comes from a client, and we send requests to it. */
const hosts = [
  /** Chrome, Edge on Android, Samsung Internet */
  /^fcm\.googleapis\.com$/,
  /** Safari */
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.push\.apple\.com$/,
  /** Firefox */
  /^updates\.push\.services\.mozilla\.com$/,
  /** Edge on Windows */
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.notify\.windows\.com$/,
]

/** The endpoint of a known push service, or null for anything else: other hosts, ports, schemes, a name before an @. */
export function pushEndpoint(text: string): URL | null {
  const url = URL.parse(text)
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '')
    return null
  return hosts.some((host) => host.test(url.hostname)) ? url : null
}
