/** Code points of the digit zero in the scripts whose digits are read. */
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10]
const mostDigits = 15

/**
 * Reads digits with their grouping: `1,000`, `50 000`, `2.5`, `2,5`, `1.250.000`.
 *
 * @returns `NaN` for what is no number: a version (`1.2.3`), or more digits than can be exact.
 */
export function numeralValue(raw: string): number {
  const digits = asciiDigits(raw)
  if (digits.length > 2 * mostDigits) return Number.NaN
  const plain = ungrouped(digits)
  return plain.length > mostDigits + 1 ? Number.NaN : Number(plain)
}

/** Tells whether a numeral is digits alone, as the numbers of things are. */
export function isPlainNumeral(raw: string): boolean {
  return /^\p{Nd}{1,9}$/u.test(raw)
}

/** Tells whether a numeral is a whole number that can be that of a thing: `41`, `4,001`. */
export function isThingNumeral(raw: string): boolean {
  return isPlainNumeral(raw) || /^[1-9]\d{0,2}(?:,\d{3}){1,2}$/u.test(raw)
}

function asciiDigits(raw: string): string {
  return raw.replaceAll(/\p{Nd}/gu, (digit) => {
    const code = digit.codePointAt(0) ?? 0
    const zero = zeros.find((first) => code >= first && code < first + 10)
    return zero === undefined ? digit : String(code - zero)
  })
}

function ungrouped(digits: string): string {
  if (/^\d{1,3}(?:\s\d{3})+$/u.test(digits)) return digits.replaceAll(/\s/gu, '')
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/u.test(digits)) return digits.replaceAll(',', '')
  if (/^[1-9]\d{0,2}(?:\.\d{3}){2,}$/u.test(digits)) return digits.replaceAll('.', '')
  return digits.replace(',', '.')
}
