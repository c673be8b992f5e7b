import assert from 'node:assert/strict'

/** An annotation, as GitHub shows it. */
export interface Annotation {
  readonly level: string
  readonly file: string | undefined
  readonly line: number | undefined
  readonly title: string | undefined
  readonly message: string
}

/** What a runner makes of a step's output. */
export interface Runner {
  readonly annotations: readonly Annotation[]
  /** What is no command. */
  readonly log: string
}

const ours = ['error', 'warning', 'notice']

/** Reads a step's output as GitHub's runner does, which takes no command while it is told to stop. */
export function readLog(output: string): Runner {
  const annotations: Annotation[] = []
  const log: string[] = []
  let token: string | undefined
  for (const line of output.split('\n')) {
    // The old form of commands, wherever it is in a line.
    assert.doesNotMatch(line, /##\w*\[/u)
    const [, name, properties = '', data = ''] =
      /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/u.exec(line) ?? []
    if (token !== undefined) {
      if (line === `::${token}::`) token = undefined
      else {
        assert.doesNotMatch(line, /^\s*::/u)
        log.push(line)
      }
    } else if (name === 'stop-commands') {
      token = data
      assert.match(token, /^[\da-f-]{36}$/u)
    } else if (name === undefined) {
      assert.doesNotMatch(line, /^\s*::/u)
      log.push(line)
    } else {
      assert.ok(ours.includes(name), line)
      annotations.push(annotationOf(name, properties, data))
    }
  }

  assert.equal(token, undefined, 'commands are taken again at the end')
  return {annotations, log: log.join('\n')}
}

function annotationOf(level: string, properties: string, data: string): Annotation {
  const given = new Map(
    properties.split(',').map((pair) => {
      const index = pair.indexOf('=')
      return [pair.slice(0, index), unescape(pair.slice(index + 1))]
    })
  )
  const line = given.get('line')
  return {
    level,
    file: given.get('file'),
    line: line === undefined ? undefined : Number(line),
    title: given.get('title'),
    message: unescape(data)
  }
}

function unescape(text: string): string {
  return text
    .replaceAll('%3A', ':')
    .replaceAll('%2C', ',')
    .replaceAll('%0D', '\r')
    .replaceAll('%0A', '\n')
    .replaceAll('%25', '%')
}
