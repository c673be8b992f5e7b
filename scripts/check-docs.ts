import {readdirSync, readFileSync} from 'node:fs'
import {parseSync} from 'oxc-parser'
import type {Directive, ParseResult, Statement} from 'oxc-parser'

const files = readdirSync('src', {recursive: true, encoding: 'utf8'})
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .toSorted()
const findings = files.flatMap((file) => undocumented(file, readFileSync(file, 'utf8')))

for (const finding of findings) console.error(finding)
if (files.length === 0) console.error('Cannot check docs: no file in src')
process.exitCode = findings.length > 0 || files.length === 0 ? 1 : 0

/** `file:line: …` of each exported declaration without a JSDoc block directly before it. */
function undocumented(file: string, text: string): string[] {
  const result = parseSync(file, text)
  const statements = result.program.body
  const listed = new Set(statements.flatMap(listedNames))

  return statements.flatMap((statement, index) => {
    const names = declaredNames(statement)
    const isExported = statement.type.startsWith('Export') || names.some((name) => listed.has(name))
    const previous = statements[index - 1]
    const isOverload =
      previous !== undefined && declaredNames(previous).some((n) => names.includes(n))
    if (names.length === 0 || !isExported || isOverload) return []
    if (hasDocs(result, text, statement.start)) return []
    const line = text.slice(0, statement.start).split('\n').length
    return [`${file}:${line}: \`${names.join('`, `')}\` is exported without a JSDoc block`]
  })
}

/** Names of `export {a, b as c}` that are declared in the same file. */
function listedNames(statement: Directive | Statement): string[] {
  if (statement.type !== 'ExportNamedDeclaration' || statement.source) return []
  return statement.specifiers.flatMap(({local}) => (local.type === 'Literal' ? [] : [local.name]))
}

/** Names that a statement declares; `default` for an unnamed default export. */
function declaredNames(statement: Directive | Statement): string[] {
  if (statement.type === 'ExportDefaultDeclaration') return ['default']
  const node = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  if (!node) return []
  if (node.type === 'VariableDeclaration') {
    return node.declarations.map(({id}) => (id.type === 'Identifier' ? id.name : '…'))
  }
  return 'id' in node && node.id?.type === 'Identifier' ? [node.id.name] : []
}

function hasDocs({comments}: ParseResult, text: string, start: number): boolean {
  const last = comments.findLast(({end}) => end <= start)
  return last?.type === 'Block' && last.value.startsWith('*') && !text.slice(last.end, start).trim()
}
