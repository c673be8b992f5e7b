import type {Context, GlobalOptions} from '../context.ts'
import {RegmdError} from '../core/error.ts'
import type {WatchEvent} from '../core/watch/news.ts'
import {renderFailureText} from './failure.ts'
import {screenOf} from './screen.ts'
import {
  type End,
  type Stand,
  renderEnd,
  renderEndLine,
  renderEvent,
  renderEventLine,
  renderStart,
  renderStartLine
} from './watch.ts'

/** Says what a watcher sees, as it sees it. */
export interface Printer {
  readonly start: (stand: Stand) => void
  readonly event: (event: WatchEvent) => void
  /** A look failed; it is tried again. */
  readonly failure: (error: RegmdError) => void
  readonly recovery: () => void
  readonly end: (stand: Stand, end: End) => void
}

/** Prints words, or lines of JSON; events go to standard output, what is about watching does not. */
export function printerOf(
  {stdout, stderr, env}: Context,
  {json, quiet}: Pick<GlobalOptions, 'json' | 'quiet'>
): Printer {
  const [screen, side] = [screenOf(stdout, env), screenOf(stderr, env)]
  const say = (output: Context['stdout'], text: string) => {
    if (!quiet || (json && output === stdout)) output.write(text)
  }

  return {
    start: (stand) =>
      json ? say(stdout, renderStartLine(stand)) : say(stderr, renderStart(side, stand)),
    event: (event) => say(stdout, json ? renderEventLine(event) : renderEvent(screen, event)),
    failure({code, message, details}) {
      say(stderr, renderFailureText(side, new RegmdError(code, message, {details})))
      say(stderr, 'Watching goes on; it is tried again, less and less often\n')
    },
    recovery: () => say(stderr, 'It can be read again\n'),
    end: (stand, end) =>
      json ? say(stdout, renderEndLine(stand, end)) : say(stderr, renderEnd(side, stand, end))
  }
}
