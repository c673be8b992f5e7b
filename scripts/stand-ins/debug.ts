/** A log that nobody reads. */
interface Silent {
  (...words: readonly unknown[]): void
  readonly enabled: boolean
  readonly extend: () => Silent
  readonly formatters: Record<string, unknown>
}

const silent: Silent = Object.assign(() => undefined, {
  enabled: false,
  extend: () => silent,
  formatters: {}
})

/**
 * Makes the log of the git library, which says nothing: what it would say has addresses with
 * passwords in it, and the logger finds out about terminals and colours when it is loaded.
 */
function createDebug(): Silent {
  return silent
}

createDebug.formatters = silent.formatters
// oxlint-disable-next-line import/no-default-export -- as the package has it
export default createDebug
