/**
 * The totals of a program that ends with the line `N passed, N failed`, by that line and its exit code together. Without the line, with nothing passed, or
 * with an exit code that contradicts the line it has failed.
 * @param {number} exitCode @param {string} output
 * @returns {{ passed: number, failed: number }}
 */
export function totalsOf(exitCode, output) {
  const told = /^(\d+) passed, (\d+) failed$/.exec(output.trimEnd().split('\n').at(-1) ?? '')
  if (told === null) return { passed: 0, failed: 1 }
  const [passed, failed] = [Number(told[1]), Number(told[2])]
  return { passed, failed: failed === 0 && (exitCode !== 0 || passed === 0) ? 1 : failed }
}
