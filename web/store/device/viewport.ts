/**
 * Keeps the page as high as what is left above the keyboard. Browsers that resize the content themselves need no help; iOS before 27.3
 * only moves the visual viewport.
 */
export function followViewport(browser: Window): void {
  const visible = browser.visualViewport
  if (!visible) return
  const follow = () => {
    const isCovered = visible.scale === 1 && browser.innerHeight - visible.height > 1
    const { style } = browser.document.documentElement
    if (isCovered) style.setProperty('--height', `${visible.height}px`)
    else style.removeProperty('--height')
    if (isCovered) browser.scrollTo(0, 0)
  }
  visible.addEventListener('resize', follow)
}
