const amount = String.raw`(?:\d[\d.,]{0,20}|zero|one|two|three|four|five|six|seven|eight|nine|ten|twelve)`

/** Words after an amount that are no unit. */
const notUnits = String.raw`(?!(?:and|another|as|for|if|in|is|of|on|or|that|to|who|with)\b)`

/** Ways to say how much, how fast, how far or by when. */
const measures = [
  // A percentage, a sum of money, a multiple, a score: `95%+`, `$120k`, `70+/100`.
  /\d\s*\+?\s*%/u,
  /[$€£¥]\s*\d/u,
  /\d\+?\s*\/\s*\p{L}|\d\+?\/\d/u,
  // A number with a unit, also after a comparator: `25 prospects`, `15-min`, `10+ sales calls`.
  new RegExp(String.raw`\b${amount}\s?\+?[\s-]{0,3}${notUnits}\p{L}{2,}`, 'iu'),
  // A deadline: `by 8 AM`, `by Friday`, `before 18:00`.
  /\b(?:by|before|until)\s+(?:\d|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\b|noon\b|midnight\b|end of\b|q[1-4]\b)/iu
]

/** Tells whether a goal names something that can be measured: an amount, a rate, a deadline. */
export function isMeasurable(goal: string): boolean {
  return measures.some((measure) => measure.test(goal))
}
